import type { MapEntry } from '@/lib/contract/alias-map.ts';
import { groupOfIndex } from '@/lib/contract/index-group.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Menu, type MenuItem } from '@/components/ui/menu.tsx';

/** What can be done with an index; what deletes is last. */
export function RowMenu({ entry, alias }: { entry: MapEntry; alias: string | null }) {
  const { key } = useCluster();
  const [mayNotSwitch, mayNotCompare, mayNotBackUp, mayNotCleanUp, mayNotOpen] = [
    useBlocked('switch'),
    useBlocked('compare'),
    useBlocked('back-up'),
    useBlocked('clean-up'),
    useBlocked('open-close'),
  ];
  const { aliases, index, job, live, loading, state } = entry;
  const closed = state === 'closed';
  // An index without an alias can be given to the alias that its name begins with.
  const target = alias ?? groupOfIndex(index) ?? undefined;
  const items: (MenuItem | false)[] = [
    !live && {
      label: target === undefined ? 'Switch an alias to this index' : `Switch ${target} to this index`,
      icon: 'switch',
      href: paths.switchTo(key, index, target),
      blocked: mayNotSwitch,
    },
    {
      label: 'Compare',
      icon: 'compare',
      href: live
        ? paths.compare(key, { right: index, alias: alias ?? undefined })
        : paths.compare(key, { left: index }),
      blocked: mayNotCompare ?? (closed && 'It is closed.'),
    },
    {
      label: 'Look up documents',
      icon: 'search',
      href: paths.lookUp(key, { left: index }),
      blocked: closed && 'It is closed.',
    },
    { label: 'Back up this index', icon: 'backups', href: paths.backUp(key, { index }), blocked: mayNotBackUp },
    { label: 'Backups of it', icon: 'clock', href: paths.backups(key, { index }) },
    job !== null && { label: `Open job ${job}, which created it`, icon: 'jobs', href: paths.job(key, job) },
    {
      label: closed ? 'Open this index' : 'Close this index',
      icon: 'lock',
      href: paths.changeIndex(key, index, closed ? 'open' : 'close'),
      blocked: mayNotOpen,
    },
    !live &&
      alias !== null && {
        label: `Clean up ${alias}`,
        icon: 'trash',
        href: paths.cleanUp(key, { aliases: alias }),
        danger: true,
        blocked: mayNotCleanUp,
      },
    aliases.length === 0 && {
      label: 'Delete this index…',
      icon: 'trash',
      href: paths.changeIndex(key, index, 'delete'),
      danger: true,
      blocked: mayNotCleanUp ?? (loading && 'A restore fills it.'),
    },
  ];
  return <Menu label={`Actions for ${index}`} items={items.filter((item) => item !== false)} />;
}
