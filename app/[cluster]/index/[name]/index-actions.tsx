import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { Menu, type MenuItem } from '@/components/ui/menu.tsx';
import type { IndexPage } from '@/lib/contract/index-page.ts';
import { formatList } from '@/lib/format.ts';
import type { ExistingIndex } from './standing.ts';

interface Props {
  page: IndexPage;
  standing: ExistingIndex;
}

/** What to do with the index: two quiet ways to look at it, the one that its situation asks for, and the rest. */
export function IndexActions({ page, standing }: Props) {
  const { key } = useCluster();
  const { index, live } = standing;
  const closed = index.state === 'closed' && 'It is closed.';
  const mayNotCompare = useBlocked('compare');
  const primary = usePrimary({ page, standing });
  const items = useItems({ page, standing });
  return (
    <>
      <LinkButton
        look="quiet"
        href={paths.lookUp(key, { left: index.name })}
        blocked={closed}
        className="max-mid:hidden"
      >
        <Icon name="search" />
        Look up
      </LinkButton>
      <LinkButton
        look="quiet"
        href={paths.compare(key, live ? { right: index.name } : { left: index.name })}
        blocked={mayNotCompare ?? closed}
        className="max-mid:hidden"
      >
        <Icon name="compare" />
        Compare
      </LinkButton>
      <Menu label="More actions for this index" items={items} />
      <LinkButton look="primary" href={primary.href} blocked={primary.blocked} className="max-mid:flex-1">
        {primary.label}
      </LinkButton>
    </>
  );
}

interface Primary {
  id: 'restore' | 'switch' | 'back up';
  label: string;
  href: string;
  blocked: string | null;
}

/** A live index that lost documents needs a backup; one without an alias is a candidate; any other can be kept. */
function usePrimary({ page, standing: { index, live, group, loss } }: Props): Primary {
  const { key } = useCluster();
  const [restore, move, backUp] = [useBlocked('restore'), useBlocked('switch'), useBlocked('back-up')];
  if (live && (loss !== null || index.health === 'red') && group !== null)
    return { id: 'restore', label: 'Restore a backup', href: paths.chooseBackup(key, group), blocked: restore };
  if (!live && !index.loading && group !== null)
    return {
      id: 'switch',
      label: `Switch ${group} to it`,
      href: paths.switchTo(key, page.name, group),
      blocked: move,
    };
  return {
    id: 'back up',
    label: 'Back up this index',
    href: paths.backUp(key, { index: page.name }),
    blocked: backUp ?? whyNotBackedUp(index),
  };
}

function useItems(props: Props): MenuItem[] {
  const { key } = useCluster();
  const { page, standing } = props;
  const { index, live, group } = standing;
  const primary = usePrimary(props);
  const blocked = {
    compare: useBlocked('compare'),
    backUp: useBlocked('back-up'),
    restore: useBlocked('restore'),
    move: useBlocked('switch'),
  };
  const closed = index.state === 'closed' && 'It is closed.';
  const items: (MenuItem | false)[] = [
    { label: 'Look up documents', icon: 'search', href: paths.lookUp(key, { left: page.name }), blocked: closed },
    {
      label: 'Compare',
      icon: 'compare',
      href: paths.compare(key, live ? { right: page.name } : { left: page.name }),
      blocked: blocked.compare ?? closed,
    },
    primary.id !== 'back up' && {
      label: 'Back up this index',
      icon: 'backups',
      href: paths.backUp(key, { index: page.name }),
      blocked: blocked.backUp ?? whyNotBackedUp(index),
    },
    primary.id !== 'restore' &&
      group !== null && {
        label: `Restore a backup of ${group}`,
        icon: 'restore',
        href: paths.chooseBackup(key, group),
      },
    page.backups.restorable !== null && {
      label: 'Restore documents into it',
      icon: 'restore',
      href: paths.restore(key, page.backups.restorable.id, { into: page.name }),
      blocked: blocked.restore,
    },
    ...aliasItems(props, key, { move: blocked.move, isPrimary: primary.id === 'switch' }),
    ...useStateItems(props),
  ];
  return items.filter((item) => item !== false);
}

/** Opening or closing it, and deleting it. */
function useStateItems({ page: { name }, standing }: Props): MenuItem[] {
  const { key } = useCluster();
  const mayNotOpen = useBlocked('open-close');
  const mayNotDelete = useBlocked('clean-up');
  const change = standing.index.state === 'closed' ? 'open' : 'close';
  return [
    {
      label: change === 'open' ? 'Open this index' : 'Close this index',
      icon: 'lock',
      href: paths.changeIndex(key, name, change),
      blocked: mayNotOpen,
    },
    {
      label: 'Delete this index…',
      icon: 'trash',
      danger: true,
      href: paths.changeIndex(key, name, 'delete'),
      blocked: mayNotDelete ?? whyNotDeleted(standing),
    },
  ];
}

/** One line for each alias that it has, and those that it can get. */
function aliasItems(
  { page, standing: { aliases, group, live } }: Props,
  key: string,
  { move, isPrimary }: { move: string | null; isPrimary: boolean },
): MenuItem[] {
  const isMember = aliases.some(({ alias }) => alias === group);
  const items: (MenuItem | false)[] = [
    !live &&
      !isPrimary && {
        label: group === null ? 'Switch an alias to it' : `Switch ${group} to it`,
        icon: 'switch',
        href: paths.switchTo(key, page.name, group ?? undefined),
        blocked: move,
      },
    group !== null &&
      !isMember && {
        label: `Add to ${group}`,
        icon: 'plus',
        href: paths.changeAlias(key, group, 'add', page.name),
        blocked: move,
      },
    ...aliases.slice(0, MAX_ALIASES).map(({ alias }): MenuItem => ({
      label: `Remove from ${alias}`,
      icon: 'cross',
      href: paths.changeAlias(key, alias, 'remove', page.name),
      blocked: move,
    })),
  ];
  return items.filter((item) => item !== false);
}

const MAX_ALIASES = 5;

/** Its documents can't all be read. */
const whyNotBackedUp = ({ health, state }: ExistingIndex['index']): string | null =>
  state === 'closed' ? 'It is closed.' : health === 'red' ? 'It is red: not every document can be read.' : null;

/** Not for an unfinished restore: its review warns, and refuses where a job still writes into the index. */
const whyNotDeleted = ({ aliases }: ExistingIndex): string | null =>
  aliases.length === 0
    ? null
    : `${formatList(aliases.map(({ alias }) => alias))} ${aliases.length === 1 ? 'points' : 'point'} to it.`;
