'use client';
import Link from 'next/link';
import type { OverviewAlias } from '@/lib/contract/overview.ts';
import { formatAge, formatUtc, formatUtcShort } from '@/lib/format.ts';
import { failedDrillSentence, provenSentence } from '@/lib/present/proven-words.ts';
import { expectedRunWords, shortRunWords } from '@/lib/present/schedule-warning-words.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { classes } from '@/components/ui/classes.ts';
import { State } from '@/components/ui/state.tsx';
import { useNow } from '@/components/ui/use-now.ts';

/** "28 Nov 03:00 · 4 h ago · verified", or why there is none. */
export function LastBackup({ row, isCalm }: { row: OverviewAlias; isCalm: boolean }) {
  const { backup } = row;
  if (backup === null) return <NoBackup row={row} />;
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 max-mid:justify-end">
      <BackupTime backup={backup} />
      {!isCalm && (
        <span className="max-mid:hidden">
          {backup.snapshot ? (
            <span className="text-muted">snapshot</span>
          ) : backup.verified === null ? (
            <span className="text-muted">not verified yet</span>
          ) : (
            <State level="ok">verified</State>
          )}
        </span>
      )}
      {row.overdue && <Overdue run={row.expectedRun} />}
      {row.overdue === null && <State level="unknown">unknown whether overdue</State>}
      {backup.index === null && <span className="text-small text-faint max-mid:hidden">cluster unknown</span>}
      {row.proven && <Proven proven={row.proven} />}
    </div>
  );
}

function Overdue({ run }: { run: OverviewAlias['expectedRun'] }) {
  const now = useNow();
  if (run === undefined) return <State level="warn">overdue</State>;
  return (
    <span title={expectedRunWords(run, now ?? Date.parse(run.at))}>
      <State level="warn">overdue: {shortRunWords(run, now ?? Date.parse(run.at))}</State>
    </span>
  );
}

/** Whether a drill restored a backup of the alias; a failed one is displayed until a good one follows. */
function Proven({ proven: { failed, last } }: { proven: NonNullable<OverviewAlias['proven']> }) {
  const { key } = useCluster();
  const now = useNow();
  const drill = failed ?? last;
  if (drill === null) return <span className="basis-full text-small text-faint max-mid:hidden">not proven</span>;
  const readAt = now ?? Date.parse(drill.at);
  return (
    <Link
      href={paths.job(key, drill.job)}
      prefetch={false}
      className={classes(
        'basis-full text-small text-pretty text-faint no-underline hover:underline mid:max-w-72',
        failed === null && 'max-mid:hidden',
      )}
    >
      {failed !== null ? (
        <State level={failed.unproven ? 'warn' : 'bad'}>{failedDrillSentence(failed, readAt)}</State>
      ) : (
        last !== null && provenSentence(last, readAt)
      )}
    </Link>
  );
}

function BackupTime({ backup }: { backup: NonNullable<OverviewAlias['backup']> }) {
  const { key } = useCluster();
  const now = useNow();
  const at = Date.parse(backup.takenAt);
  return (
    <span className="whitespace-nowrap">
      <Link
        href={
          backup.snapshot
            ? paths.snapshot(key, backup.snapshot.repository, backup.snapshot.name)
            : paths.backup(key, backup.id)
        }
        prefetch={false}
        title={formatUtc(at)}
        className="text-text no-underline hover:underline max-mid:-my-3.5 max-mid:inline-block max-mid:py-3.5 max-mid:text-muted"
      >
        <time dateTime={backup.takenAt}>{formatUtcShort(at, now ?? at)}</time>
      </Link>
      {now !== null && <span className="text-muted max-mid:hidden"> · {formatAge(Math.max(0, now - at))} ago</span>}
    </span>
  );
}

function NoBackup({ row }: { row: OverviewAlias }) {
  if (row.overdue === null) return <State level="unknown">unknown</State>;
  if (row.overdue === false) return <State level="idle">in another place</State>;
  return (
    <State level="warn">
      {row.backups === 0
        ? row.expectedRun?.state === 'younger'
          ? 'not backed up yet'
          : 'none: overdue'
        : row.backups === row.otherCluster
          ? 'none of this cluster'
          : 'none known to be good'}
    </State>
  );
}
