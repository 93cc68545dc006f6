import Link from 'next/link';
import type { JobRow } from '@/lib/contract/jobs-page.ts';
import { formatDuration, formatPercent } from '@/lib/format.ts';
import { standstillOf } from '@/lib/waiting-sentence.ts';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { State } from '../ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { statusLabel } from './job-labels.ts';

export function JobList({ rows, label = 'Jobs' }: { rows: readonly JobRow[]; label?: string }) {
  return (
    <Table label={label}>
      <Head>
        <Column>Job</Column>
        <Column>State</Column>
        <Column>When</Column>
        <Column>By</Column>
        <Column>Outcome</Column>
      </Head>
      <Body>
        {rows.map((row) => (
          <JobListRow key={row.id} row={row} />
        ))}
      </Body>
    </Table>
  );
}

function JobListRow({ row }: { row: JobRow }) {
  const cluster = useCluster();
  const status = statusLabel(row);
  return (
    <Row>
      <Cell className="min-w-56">
        <Link href={paths.job(cluster.key, row.id)} prefetch={false} className="link font-semibold">
          {row.title}
        </Link>
        <span className="block text-small text-faint">
          {row.label} · job {row.id}
          {row.follows !== null && `, after job ${row.follows}`}
        </span>
      </Cell>
      <Cell label="State">
        <State level={status.level} className="whitespace-nowrap">
          {status.word}
        </State>
        {row.status === 'running' && row.progress && <RunningBit row={row} />}
      </Cell>
      <Cell label="When" className="whitespace-nowrap max-mid:whitespace-normal">
        <Time at={row.createdAt} show="absolute" />
        <span className="block text-small text-muted">
          <Time at={row.createdAt} show="relative" />
          {row.startedAt &&
            row.endedAt &&
            `, took ${formatDuration((Date.parse(row.endedAt) - Date.parse(row.startedAt)) / 1000)}`}
        </span>
      </Cell>
      <Cell label="By" className="min-w-20">
        {row.actor.name}
      </Cell>
      <Cell label="Outcome" className="text-muted">
        {row.outcome === null ? (
          <span className="line-clamp-4">
            {row.status === 'queued' ? 'Waits for its turn.' : (standstillOf(row.progress) ?? 'Under way.')}
          </span>
        ) : (
          <span className="line-clamp-3">{row.outcome}</span>
        )}
      </Cell>
    </Row>
  );
}

function RunningBit({ row }: { row: JobRow }) {
  const progress = row.progress!;
  return (
    <span className="mt-1 block w-36 text-small text-muted">
      {progress.label}
      {progress.total !== null && `, ${formatPercent(progress.done, progress.total)}`}
      <ProgressBar
        label={`${row.title}: ${progress.label}`}
        done={progress.total === null ? null : progress.done}
        total={progress.total}
        tone={standstillOf(progress) === null ? 'accent' : 'warn'}
        className="mt-1"
      />
    </span>
  );
}
