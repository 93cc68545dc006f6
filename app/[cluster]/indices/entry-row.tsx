'use client';
import Link from 'next/link';
import { memo } from 'react';
import type { MapEntry } from '@/lib/contract/alias-map.ts';
import { groupOfIndex } from '@/lib/contract/index-group.ts';
import { formatBytes, formatCount, formatUtcMinute, plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { HEALTH } from '@/components/health-labels.ts';
import { IndexName } from '@/components/index-name.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';
import { paths } from '@/components/paths.ts';
import { classes } from '@/components/ui/classes.ts';
import { Toggletip } from '@/components/ui/toggletip.tsx';
import { Shape, State, type StateLevel } from '@/components/ui/state.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Time } from '@/components/ui/time.tsx';
import { COLUMNS } from './row-layout.ts';

interface Props {
  entry: MapEntry;
  /** The alias it is listed under; null: none. */
  alias: string | null;
}

/** An index: one line, or on a phone three. */
export const EntryRow = memo(function EntryRow({ entry, alias, position }: Props & { position: number }) {
  return (
    <div
      role="row"
      aria-rowindex={position}
      className={classes(
        'grid h-[92px] grid-cols-[minmax(0,1fr)_auto] content-center items-center gap-x-3 gap-y-0.5 border-t border-line px-3',
        'mid:h-[40px] mid:content-stretch',
        COLUMNS,
        entry.live ? 'border-l-3 border-l-live pl-[9px]' : 'pl-3',
      )}
    >
      <div role="cell" className="flex min-w-0 items-center gap-2 max-mid:col-span-2">
        <span className="min-w-0 truncate">
          <IndexName name={entry.index} alias={alias} className="[overflow-wrap:normal]" />
        </span>
        <Tags entry={entry} alias={alias} />
        <OtherAliases entry={entry} alias={alias} />
      </div>
      <WideCells entry={entry} />
      <div role="cell" className="flex min-w-0 flex-wrap items-center gap-x-2 text-small text-muted mid:hidden">
        <OnPhone entry={entry} />
      </div>
      <div role="cell" className="flex justify-end">
        {!entry.live && <SwitchTo entry={entry} alias={alias} />}
      </div>
    </div>
  );
});

function Tags({ entry, alias }: Props) {
  return (
    <>
      {entry.live && <Chip tone="live">live</Chip>}
      {entry.aliases.some((each) => each.alias === alias && each.write) && <Chip>write</Chip>}
      {entry.shown !== undefined && (
        <Toggletip
          meaning={`${alias ?? 'The alias'} shows ${formatCount(entry.shown)} of its ${plural(entry.documents, 'document')}: it has a filter or a routing.`}
        >
          <Chip>filtered</Chip>
        </Toggletip>
      )}
      {entry.loading && (
        <Toggletip meaning="A restore started to fill it and did not finish: resume its job, or delete the index on the page “Clean up”.">
          <Chip tone="warn">half filled</Chip>
        </Toggletip>
      )}
      {entry.small && !entry.loading && (
        <Toggletip meaning="Less than half the documents of what is live: it may be a restore or a build that did not finish.">
          <Chip tone="warn">much smaller</Chip>
        </Toggletip>
      )}
      {entry.blocks.length > 0 && (
        <Toggletip meaning={`Blocks that are on: ${entry.blocks.join(', ')}.`}>
          <Chip tone="warn">blocked</Chip>
        </Toggletip>
      )}
    </>
  );
}

function OtherAliases({ entry, alias }: Props) {
  const others = entry.aliases.filter((each) => each.alias !== alias).map((each) => each.alias);
  if (others.length === 0) return null;
  return (
    <span className="hidden truncate text-small text-faint side:inline" title={others.join(', ')}>
      also {others.join(', ')}
    </span>
  );
}

function WideCells({ entry }: { entry: MapEntry }) {
  const { key } = useCluster();
  const { level, word } = stateOf(entry);
  return (
    <>
      <div role="cell" className="hidden text-right mid:block">
        {entry.shown === undefined ? '' : `${formatCount(entry.shown)} of `}
        {formatCount(entry.documents)}
      </div>
      <div role="cell" className="hidden text-right mid:block">
        {formatBytes(entry.storeBytes)}
      </div>
      <div role="cell" className="hidden pl-3 text-small mid:block">
        <State level={level}>{word}</State>
      </div>
      <div role="cell" className="hidden truncate text-small text-muted mid:block" title={createdTitle(entry)}>
        {entry.createdAt ? <Time at={entry.createdAt} /> : 'unknown'}
      </div>
      <div role="cell" className="hidden truncate text-small mid:block">
        {entry.job !== null && (
          <Link href={paths.job(key, entry.job)} prefetch={false} className="link">
            job {entry.job}
          </Link>
        )}
      </div>
    </>
  );
}

/** The same for a phone, in two lines; the state only where it is not good. */
function OnPhone({ entry }: { entry: MapEntry }) {
  const { level, word } = stateOf(entry);
  return (
    <>
      <span>
        {entry.shown === undefined ? '' : `${formatCount(entry.shown)} of `}
        {plural(entry.documents, 'document')}
      </span>
      <span>{formatBytes(entry.storeBytes)}</span>
      {level !== 'ok' && (
        <span className="inline-flex items-center gap-1">
          <Shape level={level} />
          {word}
        </span>
      )}
      {entry.createdAt && <Time at={entry.createdAt} show="relative" />}
    </>
  );
}

/** The creation, and the date in the name, which can be of an earlier cluster. */
function createdTitle({ createdAt, date }: MapEntry): string | undefined {
  if (!createdAt) return undefined;
  const created = `Created ${formatUtcMinute(createdAt)}`;
  return date === null || formatUtcMinute(date) === formatUtcMinute(createdAt)
    ? created
    : `${created}; its name says ${formatUtcMinute(date)}`;
}

function stateOf({ state, health }: MapEntry): { level: StateLevel; word: string } {
  if (state === 'closed') return { level: 'idle', word: 'closed' };
  if (health === null) return { level: 'unknown', word: 'unknown' };
  return { level: HEALTH[health].level, word: HEALTH[health].word.toLowerCase() };
}

function SwitchTo({ entry, alias }: Props) {
  // An index without an alias can be given to the alias that its name begins with.
  const target = alias ?? groupOfIndex(entry.index) ?? undefined;
  return (
    <SwitchLink size="small" index={entry.index} alias={target}>
      Switch to it
      <span className="sr-only">
        {target === undefined ? `: which alias to ${entry.index}?` : `: ${target} to ${entry.index}`}
      </span>
    </SwitchLink>
  );
}
