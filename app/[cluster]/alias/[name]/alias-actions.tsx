import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Menu, type MenuItem } from '@/components/ui/menu.tsx';
import type { AliasPage } from '@/lib/contract/alias-page.ts';

/** What can be done with the alias; each has a review. The first is the one that is needed in its state. */
export function AliasActions({ page }: { page: AliasPage }) {
  const { alias, state, targetCount, targets } = page;
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
  const switching = { href: paths.switchTo(key, '', alias), blocked: mayNotSwitch ?? isIndex };
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
    ...(exists && !hasLost(page) ? [{ label: 'Restore a backup', icon: 'restore', ...restore } as const] : []),
    ...(exists && hasLost(page) ? [{ label: `Switch ${alias}`, icon: 'switch', ...switching } as const] : []),
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
    { label: 'Incidents', icon: 'incident', href: paths.incidents(key, { about: alias }) },
    {
      label: 'Remove an index',
      icon: 'cross',
      href: paths.changeAlias(key, alias, 'remove', targetCount === 1 ? first?.index : undefined),
      blocked: mayNotSwitch ?? (!exists && 'It points to no index.'),
    },
  ];
  return (
    <>
      <Primary page={page} />
      <Menu label={`Actions for ${alias}`} items={items} />
    </>
  );
}

const hasLost = ({ group }: AliasPage): boolean => group?.flags.some(({ lost }) => lost) ?? false;

/** A restore where the alias is missing or has lost documents, else a switch. */
function Primary({ page }: { page: AliasPage }) {
  const { alias, state } = page;
  const { key } = useCluster();
  const [mayNotSwitch, mayNotRestore] = [useBlocked('switch'), useBlocked('restore')];
  if (state === 'missing' || state === 'unknown' || (state === 'exists' && hasLost(page)))
    return (
      <LinkButton look="primary" href={paths.chooseBackup(key, alias)} blocked={mayNotRestore}>
        Restore a backup
      </LinkButton>
    );
  return (
    <LinkButton
      look="primary"
      href={paths.switchTo(key, '', alias)}
      blocked={mayNotSwitch ?? (state === 'index' && 'It is the name of an index.')}
    >
      Switch {alias}
    </LinkButton>
  );
}
