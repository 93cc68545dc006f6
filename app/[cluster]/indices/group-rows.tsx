'use client';
import { memo } from 'react';
import type { GroupHeading } from '@/lib/contract/alias-lines.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { CleanUpLink } from '@/components/kinds/clean-up/clean-up-link.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';
import { classes } from '@/components/ui/classes.ts';
import { Toggletip } from '@/components/ui/toggletip.tsx';
import { State } from '@/components/ui/state.tsx';

interface Props {
  group: GroupHeading;
  /** How many of its generations the filter leaves. */
  shown: number;
  position: number;
}

/** An alias, above its generations. */
export const GroupRow = memo(function GroupRow({ group, shown, position }: Props) {
  return (
    <div
      role="row"
      aria-rowindex={position}
      className={classes(
        'flex h-[84px] flex-wrap content-center items-center gap-x-3 gap-y-1 border-t border-line bg-raised px-3',
        'mid:h-[46px] mid:flex-nowrap',
      )}
    >
      <div role="cell" className="flex min-w-0 flex-auto basis-full items-center gap-3 mid:basis-0">
        <b className="truncate font-semibold" title={group.alias}>
          {group.alias}
        </b>
        <Flags flags={group.flags} />
        <span className="hidden text-small whitespace-nowrap text-faint side:inline">
          {plural(group.documents, 'document')}
          {group.documentsInIndices !== undefined &&
            ` through a filter, of ${formatCount(group.documentsInIndices)}`},{' '}
          {shown === group.generations
            ? plural(group.generations, 'generation')
            : `${formatCount(shown)} of ${plural(group.generations, 'generation')}`}
        </span>
      </div>
      <div role="cell" className="flex gap-1.5">
        <GroupActions group={group} />
      </div>
    </div>
  );
});

function Flags({ flags }: Pick<GroupHeading, 'flags'>) {
  const worst = flags[0];
  if (worst === undefined) return null;
  return (
    <Toggletip meaning={flags.map((flag) => flag.sentence).join(' ')} className="truncate text-small">
      <State level={worst.level}>{flags.map((flag) => flag.word).join(', ')}</State>
    </Toggletip>
  );
}

function GroupActions({ group: { alias, spare } }: { group: GroupHeading }) {
  return (
    <>
      <BackUpLink size="small" alias={alias} aria-label={`Back up ${alias}`}>
        Back up
      </BackUpLink>
      <SwitchLink size="small" alias={alias} aria-label={`Switch ${alias}`}>
        Switch
      </SwitchLink>
      {spare && (
        <CleanUpLink size="small" alias={alias} aria-label={`Clean up ${alias}`}>
          Clean up
        </CleanUpLink>
      )}
    </>
  );
}

export const OutsideRow = memo(function OutsideRow({ shown, position }: { shown: number; position: number }) {
  return (
    <div
      role="row"
      aria-rowindex={position}
      className="flex h-[84px] flex-wrap content-center items-center gap-x-3 border-t border-line bg-raised px-3 mid:h-[46px]"
    >
      <div role="cell">
        <b className="font-semibold">Outside any alias</b>{' '}
        <span className="text-small text-faint">{plural(shown, 'index', 'indices')} that no alias points to</span>
      </div>
    </div>
  );
});
