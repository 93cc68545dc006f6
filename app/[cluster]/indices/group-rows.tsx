'use client';
import { memo, type ReactNode } from 'react';
import type { GroupHeading } from '@/lib/contract/alias-lines.ts';
import { capitalised, formatCount, plural } from '@/lib/format.ts';
import { AliasName } from '@/components/alias-name.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { classes } from '@/components/ui/classes.ts';
import { Menu, type MenuItem } from '@/components/ui/menu.tsx';
import { Toggletip } from '@/components/ui/toggletip.tsx';
import { State } from '@/components/ui/state.tsx';
import { GROUP_HEIGHT } from './row-layout.ts';

interface Props {
  group: GroupHeading;
  /** How many of its indices the filter leaves. */
  shown: number;
  position: number;
}

function HeadingRow({ position, children }: { position: number; children: ReactNode }) {
  return (
    <div
      role="row"
      aria-rowindex={position}
      className={classes('flex items-center gap-3 border-t pr-1 pl-4 mid:items-end mid:px-5 mid:pb-1.5', GROUP_HEIGHT)}
    >
      {children}
    </div>
  );
}

/** An alias, above its indices. */
export const GroupRow = memo(function GroupRow({ group, shown, position }: Props) {
  const { alias, flags, generations } = group;
  return (
    <HeadingRow position={position}>
      <div role="cell" className="flex min-w-0 flex-1 items-baseline gap-3">
        <b className="truncate font-semibold" title={alias}>
          <AliasName name={alias} />
        </b>
        <Flags flags={flags} />
        <span className="truncate text-small text-faint">
          {group.documentsInIndices !== undefined &&
            `${plural(group.documents, 'document')} through a filter, of ${formatCount(group.documentsInIndices)}, `}
          {shown === generations ? indices(shown) : `${formatCount(shown)} of ${indices(generations)}`}
        </span>
      </div>
      <div role="cell" className="flex justify-end mid:-mb-1.5 mid:w-9 max-mid:w-11 max-mid:justify-center">
        <GroupMenu group={group} />
      </div>
    </HeadingRow>
  );
});

const indices = (count: number) => plural(count, 'index', 'indices');

function Flags({ flags }: Pick<GroupHeading, 'flags'>) {
  const worst = flags[0];
  if (worst === undefined) return null;
  return (
    <Toggletip meaning={flags.map((flag) => flag.sentence).join(' ')} className="min-w-0 truncate text-small">
      <State level={worst.level}>{capitalised(flags.map((flag) => flag.word).join(', '))}</State>
    </Toggletip>
  );
}

function GroupMenu({ group: { alias, spare } }: { group: GroupHeading }) {
  const { key } = useCluster();
  const [mayNotSwitch, mayNotBackUp, mayNotCleanUp] = [
    useBlocked('switch'),
    useBlocked('back-up'),
    useBlocked('clean-up'),
  ];
  const items: (MenuItem | false)[] = [
    {
      label: `Switch ${alias} to another index`,
      icon: 'switch',
      href: paths.switchTo(key, '', alias),
      blocked: mayNotSwitch,
    },
    { label: `Back up ${alias}`, icon: 'backups', href: paths.backUp(key, { alias }), blocked: mayNotBackUp },
    { label: `Restore a backup of ${alias}`, icon: 'restore', href: paths.chooseBackup(key, alias) },
    spare && {
      label: `Clean up ${alias}`,
      icon: 'trash',
      href: paths.cleanUp(key, { aliases: alias }),
      danger: true,
      blocked: mayNotCleanUp,
    },
  ];
  return <Menu label={`Actions for ${alias}`} items={items.filter((item) => item !== false)} />;
}

export const OutsideRow = memo(function OutsideRow({ shown, position }: { shown: number; position: number }) {
  return (
    <HeadingRow position={position}>
      <div role="cell" className="min-w-0 truncate">
        <b className="font-semibold">Indices without an alias</b>{' '}
        <span className="ml-1.5 text-small text-faint">{indices(shown)}, named after no alias</span>
      </div>
    </HeadingRow>
  );
});
