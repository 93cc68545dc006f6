import type { Permission } from '@/lib/kinds/kinds.ts';
import { comparable, matchOf, PART, type Match } from '@/lib/present/match-names.ts';
import type { OtherCluster } from '../cluster-context.tsx';
import { CLUSTER_PAGES } from '../cluster-pages.ts';
import { paths } from '../paths.ts';
import type { IconName } from '../ui/icon.tsx';
import type { Option } from './option.ts';
import type { Place } from './use-place.ts';

interface Destination {
  name: string;
  words?: string;
  icon: IconName;
  href: (cluster: string) => string;
  needs?: Permission;
  danger?: true;
}

const MORE_PAGES: readonly Destination[] = [
  { name: 'Help', words: 'words shortcuts keyboard version documentation times', icon: 'help', href: paths.help },
  { name: 'Installation check', words: 'doctor', icon: 'check', href: paths.doctor, needs: 'run-doctor' },
];

/** The first pages of what changes something. */
const ACTIONS: readonly Destination[] = [
  {
    name: 'Restore a backup',
    words: 'recover choose',
    icon: 'restore',
    href: (key) => paths.chooseBackup(key),
    needs: 'restore',
  },
  {
    name: 'Back up',
    words: 'backup new take zip snapshot save',
    icon: 'backups',
    href: (key) => paths.backUp(key),
    needs: 'back-up',
  },
  { name: 'Switch an alias', words: 'move', icon: 'switch', href: (key) => paths.switchTo(key, ''), needs: 'switch' },
  {
    name: 'Clean up indices',
    words: 'delete old cleanup',
    icon: 'trash',
    href: (key) => paths.cleanUp(key),
    needs: 'clean-up',
    danger: true,
  },
  { name: 'Import backups', words: 'upload zip', icon: 'zip', href: paths.importBackups, needs: 'import' },
  {
    name: 'New schedule',
    words: 'make a cron retention',
    icon: 'clock',
    href: paths.newSchedule,
    needs: 'manage-schedules',
  },
  {
    name: 'Register a repository',
    words: 'new add snapshot',
    icon: 'repositories',
    href: paths.registerRepository,
    needs: 'change-repository',
  },
];

const pagesOf = (approval: boolean): readonly Destination[] => [
  ...CLUSTER_PAGES.flatMap(({ pages }) => pages.filter(({ withApproval }) => approval || !withApproval)),
  ...MORE_PAGES,
];

const matchOfName = (words: readonly string[], { name, words: besides = '' }: Destination): Match | null =>
  matchOf(words, comparable(name), besides, true);

/** The pages of the own cluster, and the choice of clusters. Nothing typed: all of them. */
export function pageOptions(words: readonly string[], { approval, clusters, may, own }: Place): Option[] {
  const pages = own === null ? [] : matching(words, pagesOf(approval), own, may);
  const all: Destination = { name: 'All clusters', words: 'choose another switch', icon: 'indices', href: () => '/' };
  return clusters.length < 2 || own === null ? pages : [...pages, ...matching(words, [all], own, may)];
}

export const actionOptions = (words: readonly string[], { may, own }: Place): Option[] =>
  own === null ? [] : matching(words, ACTIONS, own, may);

function matching(
  words: readonly string[],
  destinations: readonly Destination[],
  cluster: string,
  may: Place['may'],
): Option[] {
  return destinations.flatMap((destination) => {
    const { danger, href, icon, name, needs = null } = destination;
    const match = matchOfName(words, destination);
    if (match === null || !may(cluster, needs)) return [];
    return [{ id: `page ${href(cluster)}`, label: name, icon, href: href(cluster), match, ...(danger && { danger }) }];
  });
}

const nameOfCluster = ({ environment, key, name }: OtherCluster) => ({
  name: comparable(name),
  besides: comparable(`${key} ${environment}`),
});

/** Without the word that only says what it is. */
const withoutKind = (words: readonly string[]): readonly string[] => {
  const rest = words.filter((word) => word !== 'cluster' && word !== 'clusters');
  return rest.length === 0 ? words : rest;
};

/** The other clusters, by name, key and environment. Nothing typed: all. */
export function clusterOptions(words: readonly string[], { clusters, own }: Place): Option[] {
  return clusters.flatMap((cluster): Option[] => {
    if (cluster.key === own) return [];
    const { besides, name } = nameOfCluster(cluster);
    const match = matchOf(withoutKind(words), name, besides, true);
    if (match === null) return [];
    const target = { kind: 'cluster', cluster: cluster.key, name: cluster.name } as const;
    return [
      {
        id: `cluster ${cluster.key}`,
        label: cluster.name,
        icon: 'repositories',
        href: paths.overview(cluster.key),
        on: cluster,
        target,
        match,
      },
    ];
  });
}

/** "jobs staging": pages of the other clusters, where one word names the cluster and another one the page. */
export function pagesElsewhere(words: readonly string[], { clusters, own }: Place): Option[] {
  if (words.length < 2) return [];
  return clusters.flatMap((cluster) => {
    if (cluster.key === own) return [];
    const { besides, name } = nameOfCluster(cluster);
    const others = words.filter((word) => matchOf([word], name, besides) === null);
    if (others.length === 0 || others.length === words.length) return [];
    return pagesOf(false)
      .filter(({ needs }) => needs === undefined)
      .filter((page) => matchOfName(others, page) !== null)
      .map((page): Option => ({
        id: `page ${page.href(cluster.key)}`,
        label: `${page.name} of ${cluster.name}`,
        icon: page.icon,
        href: page.href(cluster.key),
        on: cluster,
        match: PART,
      }));
  });
}
