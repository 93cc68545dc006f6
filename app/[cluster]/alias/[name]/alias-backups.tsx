'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { conditionLabel, documentsLabel, timeOf } from '@/components/backups/backup-labels.ts';
import { snapshotState } from '@/components/backups/snapshot-labels.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { backupsQuery } from '@/components/queries.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupsPage, ListedBackup } from '@/lib/contract/backups-page.ts';
import { plural } from '@/lib/format.ts';

const SHOWN = 5;

/** The newest backups of the alias, of both kinds. They need no answer of the cluster. */
export function AliasBackups({ alias }: { alias: string }) {
  const { key } = useCluster();
  const query = useQuery(backupsQuery(key, { group: alias }));
  return (
    <Panel
      title="Backups"
      actions={
        <LinkButton size="small" look="quiet" href={paths.chooseBackup(key, alias)} blocked={useBlocked('restore')}>
          Restore a backup
        </LinkButton>
      }
      flush
    >
      <QueryBoundary query={query} what="the backups" waiting={<Line>Reading the backups…</Line>}>
        {(page) => <Backups page={page} alias={alias} />}
      </QueryBoundary>
    </Panel>
  );
}

const Line = ({ children }: { children: React.ReactNode }) => (
  <p className="px-4 py-3 text-small text-muted mid:px-5">{children}</p>
);

function Backups({ page: { rows, snapshots, stillReading }, alias }: { page: BackupsPage; alias: string }) {
  const { key } = useCluster();
  return (
    <>
      {rows.length === 0 && (
        <Line>{stillReading || snapshots.reading ? 'Reading the backups…' : `No backup of ${alias} is known.`} </Line>
      )}
      <ul>
        {rows.slice(0, SHOWN).map((row) => (
          <BackupItem key={`${row.kind} ${row.id}`} row={row} />
        ))}
      </ul>
      {snapshots.problem !== null && <Line>Snapshots can’t be listed: {snapshots.problem}</Line>}
      <p className="border-t px-4 py-3 text-small mid:px-5">
        <Link href={paths.backups(key, { group: alias })} className="max-mid:py-3.5">
          All backups of {alias}
        </Link>
      </p>
    </>
  );
}

function BackupItem({ row }: { row: ListedBackup }) {
  const { key } = useCluster();
  const isZip = row.kind === 'zip';
  const { level, word } = isZip ? conditionLabel(row) : snapshotState(row.state);
  const at = isZip ? timeOf(row) : row.takenAt;
  return (
    <li className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-0.5 border-t px-4 py-2 first:border-t-0 mid:px-5">
      <span className="flex min-w-0 flex-wrap items-center gap-x-2.5">
        <Link
          href={isZip ? paths.backup(key, row.id) : paths.snapshot(key, row.repository, row.snapshot)}
          prefetch={false}
          className="[overflow-wrap:anywhere] text-text no-underline hover:underline max-mid:py-3"
        >
          {at === null ? row.id : <Time at={at} />}
        </Link>
        <span className="text-small text-faint">{isZip ? 'zip file' : `snapshot, ${row.repository}`}</span>
        {row.lastGood && <Chip tone="ok">last good</Chip>}
      </span>
      <span className="flex flex-wrap items-center gap-x-4">
        <State level={level}>{word}</State>
        <span className="text-muted">{isZip ? documentsLabel(row) : plural(row.documents, 'document')}</span>
      </span>
    </li>
  );
}
