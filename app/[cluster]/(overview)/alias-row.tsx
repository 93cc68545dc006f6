'use client';
import Link from 'next/link';
import { memo } from 'react';
import type { BackupDay } from '@/lib/contract/backup-days.ts';
import type { CountChange, DocumentHistory, OverviewAlias } from '@/lib/contract/overview.ts';
import { formatChange, formatCount } from '@/lib/format.ts';
import { DayStrip } from '@/components/backups/day-strip.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Menu } from '@/components/ui/menu.tsx';
import { Shape, State } from '@/components/ui/state.tsx';
import { Cell, Row } from '@/components/ui/table.tsx';
import { LastBackup } from './last-backup.tsx';
import { Sparkline } from './sparkline.tsx';

interface Props {
  row: OverviewAlias;
  isCalm: boolean;
  /** The open incidents of what its last backup and its last drill say. undefined: none. */
  overdueIncident: string | undefined;
  drillIncident: string | undefined;
  changes: readonly CountChange[];
  watched: DocumentHistory['watched'];
  /** The end of the last 24 hours, in seconds since 1970. */
  to: number;
  days: readonly BackupDay[] | null;
}

export const AliasRow = memo(function AliasRow(props: Props) {
  const { row, isCalm, changes, watched, to, days } = props;
  const { key } = useCluster();
  const { level, word, sentence } = row.condition;
  return (
    <Row>
      <Cell place="name" className="mid:max-w-64 mid:min-w-28 side:min-w-36">
        {isCalm && (
          <span title={sentence}>
            <Shape level={level} className="mr-2.5 inline-block align-[-2px]" />
            <span className="sr-only">{word}: </span>
          </span>
        )}
        <Link
          href={paths.alias(key, row.alias)}
          prefetch={false}
          data-row-link=""
          className="font-medium text-text no-underline [overflow-wrap:anywhere] hover:underline"
        >
          <BreakLongName text={row.alias} />
        </Link>
      </Cell>
      {!isCalm && (
        <Cell place="detail" className="mid:min-w-36">
          <span title={sentence}>
            <State level={level} className="[&>span]:first-letter:uppercase">
              {word}
            </State>
          </span>
        </Cell>
      )}
      <Cell className="mid:min-w-32 side:min-w-[184px]">
        <Targets row={row} />
      </Cell>
      <Cell className="max-side:hidden">
        <Sparkline changes={changes} watched={watched} to={to} tone={row.loss ? 'bad' : 'plain'} />
      </Cell>
      <Cell place="figure" numeric className={row.loss ? 'text-bad' : undefined}>
        <Documents row={row} />
      </Cell>
      {isCalm ? (
        <Cell place="all" className="mid:w-60 mid:min-w-48">
          {days === null ? <span className="text-faint">unknown</span> : <DayStrip alias={row.alias} days={days} />}
        </Cell>
      ) : (
        <Cell numeric className={row.loss ? 'text-bad' : undefined}>
          {row.change === null ? <span className="text-faint">unknown</span> : formatChange(row.change)}
        </Cell>
      )}
      <Cell {...(isCalm ? {} : { place: 'state' })}>
        <LastBackup row={row} isCalm={isCalm} />
        <IncidentLinks ids={[props.overdueIncident, props.drillIncident]} />
      </Cell>
      <Cell place="menu">
        <RowMenu row={row} />
      </Cell>
    </Row>
  );
});

/** Of an overdue backup, and of a failed drill. */
function IncidentLinks({ ids }: { ids: readonly (string | undefined)[] }) {
  const { key } = useCluster();
  return (
    <span className="flex flex-wrap gap-x-2 text-small empty:hidden max-mid:justify-end">
      {ids.map(
        (id) =>
          id !== undefined && (
            <Link
              key={id}
              href={paths.incident(key, id)}
              prefetch={false}
              className="link inline-flex min-h-6 items-center max-mid:min-h-11"
            >
              Incident {id}
            </Link>
          ),
      )}
    </span>
  );
}

/** The newest index, and how many more. */
function Targets({ row: { targets, moreTargets = 0, alias } }: { row: OverviewAlias }) {
  const [newest] = targets;
  const more = targets.length + moreTargets - 1;
  if (newest === undefined) return null;
  return (
    <>
      <IndexName name={newest.index} alias={alias} of />
      {newest.state === 'closed' && <span className="text-small text-muted"> closed</span>}
      {more > 0 && <div className="text-small text-faint">+{formatCount(more)} more</div>}
    </>
  );
}

function Documents({ row: { documents, documentsInIndices } }: { row: OverviewAlias }) {
  return (
    <>
      {formatCount(documents)}
      {documentsInIndices !== undefined && (
        <span className="block text-small text-muted">filtered, of {formatCount(documentsInIndices)}</span>
      )}
    </>
  );
}

function RowMenu({ row: { alias, backups } }: { row: OverviewAlias }) {
  const { key } = useCluster();
  const [noBackUp, noRestore, noSwitch] = [useBlocked('back-up'), useBlocked('restore'), useBlocked('switch')];
  return (
    <Menu
      label={`Actions for ${alias}`}
      items={[
        { label: 'Back up', icon: 'backups', href: paths.backUp(key, { alias }), blocked: noBackUp },
        ...(backups > 0
          ? [
              {
                label: 'Restore a backup',
                icon: 'restore' as const,
                href: paths.chooseBackup(key, alias),
                blocked: noRestore,
              },
            ]
          : []),
        { label: 'Switch alias', icon: 'switch', href: paths.switchTo(key, '', alias), blocked: noSwitch },
        { label: 'All backups', icon: 'zip', href: paths.backups(key, { group: alias }) },
        { label: 'Clean up', icon: 'trash', href: paths.cleanUp(key, { aliases: alias }) },
      ]}
    />
  );
}
