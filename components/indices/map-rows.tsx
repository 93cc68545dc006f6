'use client';
import Link from 'next/link';
import { memo } from 'react';
import type { AliasGroup, MapEntry } from '@/lib/contract/alias-map.ts';
import { groupOfIndex } from '@/lib/contract/index-group.ts';
import { formatBytes, formatCount, formatUtcMinute, plural } from '@/lib/format.ts';
import { useBlocked, useCluster } from '../cluster-context.tsx';
import { HEALTH } from '../health-words.ts';
import { IndexName } from '../index-name.tsx';
import { paths } from '../paths.ts';
import { LinkButton } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Explained } from '../ui/explained.tsx';
import { Shape, State } from '../ui/state.tsx';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';

/** Rows have fixed heights, so that 5,000 of them can be laid out without being drawn. Keep these and the classes together. */
export const HEIGHTS = { group: { wide: 46, narrow: 84 }, entry: { wide: 40, narrow: 92 } };

export const COLUMNS = 'md:grid-cols-[minmax(0,1fr)_92px_84px_108px_236px_72px_104px]';

export const GroupRow = memo(function GroupRow({
  group,
  shown,
  position,
}: {
  group: AliasGroup;
  shown: number;
  position: number;
}) {
  const { key } = useCluster();
  const mayNotBackUp = useBlocked('back-up');
  const mayNotCleanUp = useBlocked('clean-up');
  const mayNotSwitch = useBlocked('switch');
  const worst = group.flags[0];
  const left = group.entries.filter((entry) => !entry.live).length;
  return (
    <div
      role="row"
      aria-rowindex={position}
      className="flex h-[84px] flex-wrap content-center items-center gap-x-3 gap-y-1 border-t border-line bg-raised px-3 md:h-[46px] md:flex-nowrap"
    >
      <div role="cell" className="flex min-w-0 flex-auto basis-full items-center gap-3 md:basis-0">
        <b className="truncate font-semibold" title={group.alias}>
          {group.alias}
        </b>
        {worst && (
          <Explained meaning={group.flags.map((flag) => flag.sentence).join(' ')} className="truncate text-[13px]">
            <State level={worst.level}>{group.flags.map((flag) => flag.word).join(', ')}</State>
          </Explained>
        )}
        <span className="hidden text-[13px] whitespace-nowrap text-faint lg:inline">
          {plural(group.documents, 'document')},{' '}
          {shown === group.entries.length
            ? plural(group.entries.length, 'generation')
            : `${formatCount(shown)} of ${plural(group.entries.length, 'generation')}`}
        </span>
      </div>
      <div role="cell" className="flex gap-1.5">
        <LinkButton
          size="small"
          href={paths.backUp(key, { alias: group.alias })}
          blocked={mayNotBackUp}
          aria-label={`Back up ${group.alias}`}
        >
          Back up
        </LinkButton>
        <LinkButton
          size="small"
          href={paths.switchTo(key, '', group.alias)}
          blocked={mayNotSwitch}
          aria-label={`Switch ${group.alias}`}
        >
          Switch
        </LinkButton>
        {left > 0 && (
          <LinkButton
            size="small"
            href={paths.cleanUp(key, { aliases: group.alias })}
            blocked={mayNotCleanUp}
            aria-label={`Clean up ${group.alias}`}
          >
            Clean up
          </LinkButton>
        )}
      </div>
    </div>
  );
});

export const OutsideRow = memo(function OutsideRow({ shown, position }: { shown: number; position: number }) {
  return (
    <div
      role="row"
      aria-rowindex={position}
      className="flex h-[84px] flex-wrap content-center items-center gap-x-3 border-t border-line bg-raised px-3 md:h-[46px]"
    >
      <div role="cell">
        <b className="font-semibold">Outside any alias</b>{' '}
        <span className="text-[13px] text-faint">{plural(shown, 'index', 'indices')} that no alias points to</span>
      </div>
    </div>
  );
});

export const EntryRow = memo(function EntryRow({
  entry,
  alias,
  position,
}: {
  entry: MapEntry;
  alias: string | null;
  position: number;
}) {
  const { key } = useCluster();
  const mayNotSwitch = useBlocked('switch');
  const health = entry.health === null ? null : HEALTH[entry.health];
  // An index that is nobody's can be given to the alias its name speaks of.
  const target = alias ?? groupOfIndex(entry.index);
  const others = entry.aliases.filter((each) => each.alias !== alias);
  return (
    <div
      role="row"
      aria-rowindex={position}
      className={classes(
        'grid h-[92px] grid-cols-[minmax(0,1fr)_auto] content-center items-center gap-x-3 gap-y-0.5 border-t border-line px-3 md:h-[40px] md:content-stretch',
        COLUMNS,
        entry.live ? 'border-l-3 border-l-live pl-[9px]' : 'pl-3',
      )}
    >
      <div role="cell" className="flex min-w-0 items-center gap-2 max-md:col-span-2">
        <span className="min-w-0 truncate">
          <IndexName name={entry.index} alias={alias} short className="[overflow-wrap:normal]" />
        </span>
        {entry.live && <Tag tone="live">live</Tag>}
        {entry.aliases.some((each) => each.alias === alias && each.write) && <Tag>write</Tag>}
        {entry.aliases.some((each) => each.filtered) && <Tag>filtered</Tag>}
        {entry.loading && (
          <Explained meaning="A restore began to fill it and never finished: resume that job, or let clean up take it.">
            <Tag tone="warn">half filled</Tag>
          </Explained>
        )}
        {entry.small && !entry.loading && (
          <Explained meaning="Less than half the documents of what is live: it may be a restore or a build that never finished.">
            <Tag tone="warn">much smaller</Tag>
          </Explained>
        )}
        {entry.blocks.length > 0 && (
          <Explained meaning={`Blocks that are on: ${entry.blocks.join(', ')}.`}>
            <Tag tone="warn">blocked</Tag>
          </Explained>
        )}
        {others.length > 0 && (
          <span
            className="hidden truncate text-[13px] text-faint xl:inline"
            title={others.map((each) => each.alias).join(', ')}
          >
            also {others.map((each) => each.alias).join(', ')}
          </span>
        )}
      </div>
      <div role="cell" className="hidden text-right md:block">
        {formatCount(entry.documents)}
      </div>
      <div role="cell" className="hidden text-right md:block">
        {formatBytes(entry.storeBytes)}
      </div>
      <div role="cell" className="hidden pl-3 text-[13px] md:block">
        {entry.state === 'closed' ? (
          <State level="idle">closed</State>
        ) : health === null ? (
          <State level="unknown">unknown</State>
        ) : (
          <State level={health.level}>{health.word.toLowerCase()}</State>
        )}
      </div>
      <div
        role="cell"
        className="hidden truncate text-[13px] text-muted md:block"
        title={entry.date ? formatUtcMinute(entry.date) : undefined}
      >
        {entry.date === null ? 'unknown' : <Time at={entry.date} />}
      </div>
      <div role="cell" className="hidden truncate text-[13px] md:block">
        {entry.job !== null && (
          <Link href={paths.job(key, entry.job)} prefetch={false} className="link">
            job {entry.job}
          </Link>
        )}
      </div>
      {/* The same once more for a phone, in two lines. */}
      <div role="cell" className="flex min-w-0 flex-wrap items-center gap-x-2 text-[13px] text-muted md:hidden">
        <span>{plural(entry.documents, 'document')}</span>
        <span>{formatBytes(entry.storeBytes)}</span>
        {(entry.state === 'closed' || health === null || health.level !== 'ok') && (
          <span className="inline-flex items-center gap-1">
            <Shape level={entry.state === 'closed' ? 'idle' : (health?.level ?? 'unknown')} />
            {entry.state === 'closed' ? 'closed' : (health?.word.toLowerCase() ?? 'unknown')}
          </span>
        )}
        {entry.date !== null && <Time at={entry.date} show="relative" />}
      </div>
      <div role="cell" className="flex justify-end">
        {!entry.live && target !== null && (
          <LinkButton size="small" href={paths.switchTo(key, entry.index, target)} blocked={mayNotSwitch}>
            Switch to it
            <span className="sr-only">
              : {target} to {entry.index}
            </span>
          </LinkButton>
        )}
        {!entry.live && target === null && (
          <LinkButton size="small" href={paths.switchTo(key, entry.index)} blocked={mayNotSwitch}>
            Switch to it
            <span className="sr-only">: which alias to {entry.index}?</span>
          </LinkButton>
        )}
      </div>
    </div>
  );
});
