'use client';
import Link from 'next/link';
import { useState } from 'react';
import { at } from '@/lib/contract/by-name.ts';
import type { Overview } from '@/lib/contract/overview.ts';
import { formatCount } from '@/lib/format.ts';
import type { OverviewIncidents } from '@/lib/present/overview-incidents.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button } from '@/components/ui/button.tsx';
import { Body, Column, Head, Table } from '@/components/ui/table.tsx';
import { AliasRow } from './alias-row.tsx';
import { daysFrom } from './backup-days.ts';
import { ROW_LIMIT } from './row-limit.ts';

/** Those in trouble come first; hundreds of healthy ones wait for a click. */
const SHOWN = 60;
const NO_CHANGES: [] = [];

interface Props {
  overview: Overview;
  noticedOf: OverviewIncidents['ofRow'];
  isCalm: boolean;
  /** More of them are wanted. */
  onMore: () => void;
}

export function AliasesTable({ overview, noticedOf, isCalm, onMore }: Props) {
  const { key } = useCluster();
  const [all, setAll] = useState(false);
  const { aliases, aliasTotals } = overview;
  const count = aliasTotals.all;
  const shown = all ? aliases : aliases.slice(0, SHOWN);
  const most = Math.min(count, ROW_LIMIT);
  return (
    <>
      <div className="overflow-clip rounded-lg border bg-surface shadow-card">
        <Rows overview={overview} noticedOf={noticedOf} aliases={shown} isCalm={isCalm} />
      </div>
      {!all && shown.length < count && (
        <Button
          size="small"
          className="mt-3"
          onClick={() => {
            setAll(true);
            if (aliases.length < count) onMore();
          }}
        >
          {most === count
            ? `Show all ${formatCount(count)} aliases`
            : `Show ${formatCount(most)} of ${formatCount(count)} aliases`}
        </Button>
      )}
      {all && most < count && (
        <p className="mt-3 text-small text-muted">
          The first {formatCount(most)} of {formatCount(count)}, those with problems first:{' '}
          <Link className="link" href={paths.indices(key)}>
            find the others on the page Indices
          </Link>
          .
        </p>
      )}
    </>
  );
}

const MINUTE_S = 60;

function Rows({
  overview: { history, backupDays, takenAt },
  noticedOf,
  aliases,
  isCalm,
}: Pick<Props, 'noticedOf'> & {
  overview: Overview;
  aliases: Overview['aliases'];
  isCalm: boolean;
}) {
  // Rows change once a minute, not with every poll.
  const to = Math.ceil(Date.parse(takenAt) / 1000 / MINUTE_S) * MINUTE_S;
  return (
    <Table label="Aliases" lines>
      <Head>
        <Column>Alias</Column>
        {!isCalm && <Column>State</Column>}
        <Column>Points to</Column>
        <Column className="max-side:hidden">Last 24 h</Column>
        <Column numeric>Documents</Column>
        {isCalm ? <Column>Backups, 30 days</Column> : <Column numeric>Since backup</Column>}
        <Column>{isCalm ? 'Last backup' : 'Last good backup'}</Column>
        <Column place="menu">
          <span className="sr-only">Actions</span>
        </Column>
      </Head>
      <Body>
        {aliases.map((row) => (
          <AliasRow
            key={row.alias}
            row={row}
            isCalm={isCalm}
            overdueIncident={noticedOf('backup-overdue', row.alias)?.id}
            drillIncident={noticedOf('drill', row.alias)?.id}
            changes={at(history.counts, row.alias) ?? NO_CHANGES}
            watched={history.watched}
            to={to}
            days={isCalm ? daysFrom(at(backupDays.states, row.alias), backupDays.until) : null}
          />
        ))}
      </Body>
    </Table>
  );
}
