import type { Permission } from '@/lib/kinds/kinds.ts';
import { paths } from '../paths.ts';
import type { IconName } from '../ui/icon.tsx';
import { CLUSTER_PAGES } from '../cluster-pages.ts';
import { CLUSTER_ACTIONS } from './cluster-actions.ts';
import type { Target } from './option.ts';

/** An action on one object: the page where it is reviewed. */
export interface ObjectAction {
  label: string;
  /** The words that ask for it: "back up". */
  verbs: string;
  icon: IconName;
  href: string;
  needs: Permission | null;
  danger?: true;
  /** Only where there is more than one cluster. */
  ofSeveral?: true;
}

type Of<Kind extends Target['kind']> = Extract<Target, { kind: Kind }>;
type ActionsOf<Kind extends Target['kind']> = (object: Of<Kind>) => (ObjectAction | false)[];

const OPEN = 'open go show';

const ACTIONS: { [Kind in Target['kind']]: ActionsOf<Kind> } = {
  cluster: ({ cluster, name }) => [
    ...CLUSTER_PAGES.flatMap(({ pages }) => pages.filter(({ withApproval }) => !withApproval)).map(
      ({ href, icon, name: page, words = '' }) => ({
        label: `${page} of ${name}`,
        verbs: `${page} ${words}`,
        icon,
        href: href(cluster),
        needs: null,
      }),
    ),
    // It is another one than that of the page: there are several.
    ...CLUSTER_ACTIONS.map(({ danger, href, icon, name: action, needs = null, words = '' }) => ({
      label: `${action} on ${name}`,
      verbs: `${action} ${words}`,
      icon,
      href: href(cluster),
      needs,
      ...(danger && { danger }),
    })),
  ],
  alias: (object) => [...actionsOfAlias(object), ...listsOfAlias(object)],
  index: (object) => [...actionsOfIndex(object), ...changesOfIndex(object)],
  backup: ({ cluster, id, name, readable }) => [
    opening(`Open ${name}`, 'backups', paths.backup(cluster, id)),
    readable && {
      label: `Restore ${name}`,
      verbs: 'restore recover',
      icon: 'restore',
      href: paths.restore(cluster, id),
      needs: 'restore',
    },
    readable && {
      label: `Copy ${name} to another cluster`,
      verbs: 'copy',
      icon: 'restore',
      href: paths.copyTo(cluster, id),
      needs: null,
      ofSeveral: true,
    },
    readable && {
      label: `Drill ${name}`,
      verbs: 'drill prove test',
      icon: 'drill',
      href: paths.drillBackup(cluster, id),
      needs: 'drill',
    },
    readable && {
      label: `Compare ${name} with an index`,
      verbs: 'compare',
      icon: 'compare',
      href: paths.compare(cluster, { backup: id }),
      needs: 'compare',
    },
    {
      label: `Delete ${name}`,
      verbs: 'delete remove',
      icon: 'trash',
      href: paths.deleteBackups(cluster, [id]),
      needs: 'delete-backup',
      danger: true,
    },
  ],
  snapshot: ({ cluster, name, repository }) => [
    opening(`Open ${name}`, 'snapshot', paths.snapshot(cluster, repository, name)),
    {
      label: `Restore ${name}`,
      verbs: 'restore recover',
      icon: 'restore',
      href: paths.restoreSeveral(cluster, repository, name),
      needs: 'restore',
    },
    {
      label: `Delete ${name}`,
      verbs: 'delete remove',
      icon: 'trash',
      href: paths.deleteSnapshot(cluster, repository, name),
      needs: 'delete-backup',
      danger: true,
    },
  ],
  job: ({ cluster, id, name }) => [opening(`Open job ${id}: ${name}`, 'jobs', paths.job(cluster, id))],
  incident: ({ cluster, id, name }) => [opening(`Open ${name}`, 'incident', paths.incident(cluster, id))],
  schedule: ({ cluster, name }) => [
    opening(`Open ${name}`, 'clock', paths.schedule(cluster, name)),
    {
      label: `Change ${name}`,
      verbs: 'change edit',
      icon: 'edit',
      href: paths.changeSchedule(cluster, name),
      needs: 'manage-schedules',
    },
  ],
  repository: ({ cluster, name }) => [
    opening(`Open ${name}`, 'repositories', paths.repositories(cluster, name)),
    {
      label: `Change ${name}`,
      verbs: 'change edit',
      icon: 'edit',
      href: paths.changeRepository(cluster, name),
      needs: 'change-repository',
    },
  ],
};

const opening = (label: string, icon: IconName, href: string): ObjectAction => ({
  label,
  verbs: OPEN,
  icon,
  href,
  needs: null,
});

const actionsOfAlias: ActionsOf<'alias'> = ({ cluster, index, indices, name }) => [
  opening(`Open ${name}`, 'indices', paths.alias(cluster, name)),
  {
    label: `Restore ${name}`,
    verbs: 'restore recover',
    icon: 'restore',
    href: paths.chooseBackup(cluster, name),
    needs: 'restore',
  },
  index !== null && {
    label: `Back up ${name}`,
    verbs: 'back up backup save',
    icon: 'backups',
    href: paths.backUp(cluster, { alias: name }),
    needs: 'back-up',
  },
  {
    label: `Switch ${name}`,
    verbs: 'switch move',
    icon: 'switch',
    href: paths.switchTo(cluster, '', name),
    needs: 'switch',
  },
  {
    label: `Add an index to ${name}`,
    verbs: 'add',
    icon: 'plus',
    href: paths.changeAlias(cluster, name, 'add'),
    needs: 'switch',
  },
  index !== null && {
    label: `Remove an index from ${name}`,
    verbs: 'remove',
    icon: 'cross',
    href: paths.changeAlias(cluster, name, 'remove', indices === 1 ? index : undefined),
    needs: 'switch',
  },
];

const listsOfAlias: ActionsOf<'alias'> = ({ cluster, index, name }) => [
  index !== null && {
    label: `Compare the index of ${name}`,
    verbs: 'compare',
    icon: 'compare',
    href: paths.compare(cluster, { right: index, alias: name }),
    needs: 'compare',
  },
  index !== null && {
    label: `Look up documents of ${name}`,
    verbs: 'look up lookup query documents',
    icon: 'search',
    href: paths.lookUp(cluster, { left: index }),
    needs: 'read-documents',
  },
  {
    label: `Clean up ${name}`,
    verbs: 'clean up cleanup delete',
    icon: 'trash',
    href: paths.cleanUp(cluster, { aliases: name }),
    needs: 'clean-up',
    danger: true,
  },
  {
    label: `Backups of ${name}`,
    verbs: 'backups snapshots',
    icon: 'backups',
    href: paths.backups(cluster, { group: name }),
    needs: null,
  },
  {
    label: `Incidents of ${name}`,
    verbs: 'incidents history',
    icon: 'incident',
    href: paths.incidents(cluster, { about: name }),
    needs: null,
  },
];

const actionsOfIndex: ActionsOf<'index'> = ({ aliases, cluster, group, name, state }) => [
  opening(`Open the page of ${name}`, 'indices', paths.index(cluster, name)),
  aliases === 0 && {
    label: group === null ? `Switch an alias to ${name}` : `Switch ${group} to ${name}`,
    verbs: 'switch move',
    icon: 'switch',
    href: paths.switchTo(cluster, name, group ?? undefined),
    needs: 'switch',
  },
  state === 'open' && {
    label: `Back up ${name}`,
    verbs: 'back up backup save',
    icon: 'backups',
    href: paths.backUp(cluster, { index: name }),
    needs: 'back-up',
  },
  state === 'open' && {
    label: `Compare ${name}`,
    verbs: 'compare',
    icon: 'compare',
    href: paths.compare(cluster, aliases > 0 ? { right: name } : { left: name }),
    needs: 'compare',
  },
  state === 'open' && {
    label: `Look up documents in ${name}`,
    verbs: 'look up lookup query documents',
    icon: 'search',
    href: paths.lookUp(cluster, { left: name }),
    needs: 'read-documents',
  },
  group !== null && {
    label: `Restore a backup of ${group}`,
    verbs: 'restore recover',
    icon: 'restore',
    href: paths.chooseBackup(cluster, group),
    needs: 'restore',
  },
  {
    label: `Backups of ${name}`,
    verbs: 'backups snapshots',
    icon: 'backups',
    href: paths.backups(cluster, { index: name }),
    needs: null,
  },
];

/** What makes an index unavailable is last. One with an alias can't be deleted. */
const changesOfIndex: ActionsOf<'index'> = ({ aliases, cluster, name, state }) => [
  state === 'open'
    ? {
        label: `Close ${name}`,
        verbs: 'close',
        icon: 'lock',
        href: paths.changeIndex(cluster, name, 'close'),
        needs: 'open-close',
      }
    : {
        label: `Open the closed index ${name}`,
        verbs: 'open',
        icon: 'lock',
        href: paths.changeIndex(cluster, name, 'open'),
        needs: 'open-close',
      },
  aliases === 0 && {
    label: `Delete ${name}`,
    verbs: 'delete remove',
    icon: 'trash',
    href: paths.changeIndex(cluster, name, 'delete'),
    needs: 'clean-up',
    danger: true,
  },
];

/** The most used is first: opening its page. */
export function actionsOn(target: Target): ObjectAction[] {
  const actions = ACTIONS[target.kind] as ActionsOf<typeof target.kind>;
  return actions(target as never).filter((action) => action !== false);
}

/** The words that ask for one action on an object. */
export const VERBS: readonly (readonly string[])[] = [
  OPEN,
  'restore recover',
  'copy',
  'back up backup save',
  'backups snapshots',
  'switch move',
  'add',
  'delete remove',
  'compare',
  'look up lookup query documents',
  'clean up cleanup delete',
  'close',
  'incidents history',
  'drill prove test',
  'change edit',
].map((words) => words.split(' '));
