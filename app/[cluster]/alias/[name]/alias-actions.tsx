import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Menu, type MenuItem } from '@/components/ui/menu.tsx';
import type { AliasPage } from '@/lib/contract/alias-page.ts';

/** What can be done with the alias; each has a review. The first is the one that is needed in its state. */
export function AliasActions({ page: { alias, state, targetCount, targets } }: { page: AliasPage }) {
  const { key } = useCluster();
  const [mayNotSwitch, mayNotBackUp, mayNotRestore, mayNotCompare] = [
    useBlocked('switch'),
    useBlocked('back-up'),
    useBlocked('restore'),
    useBlocked('compare'),
  ];
  const exists = state === 'exists';
  const isIndex = state === 'index' && 'It is the name of an index.';
  const restore = { href: paths.chooseBackup(key, alias), blocked: mayNotRestore };
  const [first] = targets;
  const items: MenuItem[] = [
    {
      label: exists ? 'Add an index' : 'Create it on an index',
      icon: 'plus',
      href: paths.changeAlias(key, alias, 'add'),
      blocked: mayNotSwitch ?? isIndex,
    },
    {
      label: 'Back up',
      icon: 'backups',
      href: paths.backUp(key, { alias }),
      blocked: mayNotBackUp ?? (!exists && 'It points to no index.'),
    },
    ...(exists ? [{ label: 'Restore a backup', icon: 'restore', ...restore } as const] : []),
    {
      label: 'Compare its index',
      icon: 'compare',
      href: paths.compare(key, { right: first?.index, alias }),
      blocked: mayNotCompare ?? (first === undefined && 'It points to no index.'),
    },
    {
      label: 'Look up documents',
      icon: 'search',
      href: paths.lookUp(key, { left: first?.index }),
      blocked: first === undefined && 'It points to no index.',
    },
    {
      label: 'Remove an index',
      icon: 'cross',
      href: paths.changeAlias(key, alias, 'remove', targetCount === 1 ? first?.index : undefined),
      blocked: mayNotSwitch ?? (!exists && 'It points to no index.'),
    },
  ];
  return (
    <>
      {state === 'missing' || state === 'unknown' ? (
        <LinkButton look="primary" {...restore}>
          Restore a backup
        </LinkButton>
      ) : (
        <LinkButton look="primary" href={paths.switchTo(key, '', alias)} blocked={mayNotSwitch ?? isIndex}>
          Switch {alias}
        </LinkButton>
      )}
      <Menu label={`Actions for ${alias}`} items={items} />
    </>
  );
}
