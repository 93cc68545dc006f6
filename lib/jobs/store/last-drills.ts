import type { BackupDrilled } from '../../contract/effects.ts';
import type { Job } from '../../contract/job.ts';
import { isUnproven } from '../../known-backups/backup-marks.ts';
import { SQL } from './database.ts';
import { effectsOf } from './effects.ts';
import type { JobStore } from './job-store.ts';
import { checkpointOf, toJob, type JobRow } from './rows.ts';
import { lastJobEnd } from './watched-jobs.ts';

export interface LastDrill {
  job: string;
  at: string;
  /** `unproven`: there was nothing to compare the restored backup with. */
  outcome: 'passed' | 'failed' | 'unproven';
  alias: string | null;
}

/** Drills of each cluster that are read: one that a cluster stopped says nothing about the backup, and is skipped. */
const LOOKED_AT = 50;

/** They are read again after this time in any case: where the clock was set back, no job ends later than the last one. */
const SAME_FOR_MS = 60_000;

interface Remembered {
  lastEnd: string | null;
  /** By the monotonic clock. */
  at: number;
  drills: ReadonlyMap<string, LastDrill>;
}

const remembered = new WeakMap<JobStore, Remembered>();

/**
 * The newest drill of each cluster that found something out, by the cluster. They are read again when a job has ended, and each
 * minute. Throws AppError disk.
 */
export function lastDrillOfAll(store: JobStore): ReadonlyMap<string, LastDrill> {
  const lastEnd = lastJobEnd(store);
  const known = remembered.get(store);
  if (known?.lastEnd === lastEnd && performance.now() - known.at < SAME_FOR_MS) return known.drills;
  const drills = readLastDrills(store);
  remembered.set(store, { lastEnd, at: performance.now(), drills });
  return drills;
}

/** From the jobs: of each backup only the last drill is saved, and several clusters may have drilled one. */
const readLastDrills = (store: JobStore): Map<string, LastDrill> =>
  store.read(() => {
    const found = new Map<string, LastDrill>();
    const read = store[SQL].prepare('SELECT * FROM jobs WHERE id = ?');
    for (const { cluster, id } of newestDrills(store)) {
      if (found.has(cluster)) continue;
      const row = read.get(id) as JobRow;
      const drill = drillOf(toJob(row), checkpointOf(row));
      if (drill !== null) found.set(cluster, drill);
    }
    return found;
  });

/** Newest first. */
const newestDrills = (store: JobStore): { cluster: string; id: number }[] =>
  store[SQL].prepare(
    `SELECT cluster, id FROM (
       SELECT cluster, id, row_number() OVER (PARTITION BY cluster ORDER BY id DESC) AS place
         FROM jobs INDEXED BY jobs_of_drills WHERE kind = 'drill' AND status IN ('succeeded', 'failed'))
     WHERE place <= ? ORDER BY id DESC`,
  )
    .all(LOOKED_AT)
    .map((row) => ({ cluster: String(row.cluster), id: Number(row.id) }));

function drillOf(job: Job, checkpoint: unknown): LastDrill | null {
  const drilled = effectsOf(job, checkpoint).drilledBackup;
  if (!drilled || !('endedAt' in job)) return null;
  return { job: job.id, at: job.endedAt, outcome: outcomeOf(drilled), alias: drilled.alias };
}

const outcomeOf = (drilled: BackupDrilled): LastDrill['outcome'] =>
  drilled.ok ? 'passed' : isUnproven(drilled) ? 'unproven' : 'failed';
