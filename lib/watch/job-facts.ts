import { LRUCache } from 'lru-cache';
import { configuration, type ConfiguredCluster } from '../config.ts';
import type { AliveJobFacts, DoneJob, NotGoodJob } from '../incidents/rules/jobs.ts';
import { jobs, runner } from '../jobs/jobs.ts';
import { sameOwner } from '../jobs/owner.ts';
import { drilledBackups } from '../jobs/store/drilled-backups.ts';
import {
  badJobs,
  goodJobsAfter,
  goodJobsThatFollow,
  jobsOfEndedIncidents,
  type BadJob,
  type GoodJob,
} from '../jobs/store/watched-jobs.ts';
import { kinds } from '../kinds/kinds.ts';
import { worksOn } from '../kinds/works-on.ts';
import { isUnproven } from '../known-backups/backup-marks.ts';
import { processGlobal } from '../process-wide.ts';

/** Older ones than so many are forgotten: an incident of theirs ends when a person closes it. */
const MOST_NOT_GOOD = 500;
const MOST_GOOD = 1_000;

export interface JobFacts {
  /** Newest first. */
  notGood: NotGoodJob[];
  good: DoneJob[];
  /** Those whose incident has ended. */
  settled: ReadonlySet<string>;
  /** All that did not do everything since the cluster is watched. */
  complete: boolean;
}

/** The jobs that people started and that ended after `since` (ISO). Throws AppError disk. */
export function jobFacts({ key }: ConfiguredCluster, since: string): JobFacts {
  const { store } = runner();
  const bad = badJobs(store, { cluster: key, since, limit: MOST_NOT_GOOD });
  const good = [
    ...[...oldestOfEachKind(bad)].flatMap(([kind, after]) =>
      goodJobsAfter(store, { cluster: key, kind, after, limit: MOST_GOOD }),
    ),
    ...goodJobsThatFollow(
      store,
      bad.map(({ id }) => id),
    ),
  ];
  return {
    notGood: bad.map(withOutcome),
    good: good.map(withThings),
    settled: bad.length === 0 ? new Set() : jobsOfEndedIncidents(store, key),
    complete: bad.length < MOST_NOT_GOOD,
  };
}

/** The oldest job of each kind. `bad`: newest first. */
const oldestOfEachKind = (bad: readonly BadJob[]): Map<string, string> =>
  new Map(bad.map(({ id, kind }) => [kind, id]));

const withThings = <J extends BadJob | GoodJob>(job: J): J & { things: string[] } => ({
  ...job,
  things: knownOf(job.id).things,
});

/** A job that succeeded in part has no problem, but an outcome: "… Not backed up: govuk." */
const withOutcome = (job: BadJob): BadJob & { things: string[] } => {
  const { outcome, things } = knownOf(job.id);
  return { ...job, problem: job.problem ?? outcome, things };
};

interface KnownJob {
  things: string[];
  outcome: string | null;
}

/** By job. An ended job does not change, and plans and results are large. */
const known = processGlobal('known-jobs', () => new LRUCache<string, KnownJob>({ max: 5_000 }));

function knownOf(id: string): KnownJob {
  const before = known().get(id);
  if (before !== undefined) return before;
  const job = jobs.get(id);
  const found =
    job === null
      ? { things: [`job ${id}`], outcome: null }
      : {
          things: worksOn(job.work),
          outcome: job.status === 'succeeded' ? kinds.of(job.work).outcome(job.result) : null,
        };
  known().set(id, found);
  return found;
}

/** Drills that found that a backup of an alias can’t be restored as it was: its incident tells them. Throws AppError disk. */
export const failedDrills = (): ReadonlySet<string> =>
  new Set(
    [...drilledBackups(runner().store).values()]
      .filter((drill) => !drill.ok && !isUnproven(drill) && drill.alias !== null)
      .map(({ job }) => job),
  );

const MOST_ALIVE = 200;

/** The jobs of a cluster that have not ended. The same in each process. Throws AppError disk. */
export function aliveFacts({ key }: ConfiguredCluster): AliveJobFacts[] {
  const alive = runner().store.alive();
  // A schedule leaves one place free for people.
  const places = Math.max(1, configuration().parallelJobs - 1);
  const isSlotFree = (id: string): boolean => {
    const owner = alive.find((job) => job.id === id)?.owner;
    return (
      owner !== undefined &&
      alive.filter((job) => job.status === 'running' && sameOwner(job.owner, owner)).length < places
    );
  };
  return jobs
    .summaries({ cluster: key, statuses: ['queued', 'running'], limit: MOST_ALIVE })
    .map(({ createdAt, id, progress, status, title }) => ({
      id,
      title,
      status: status === 'queued' ? 'queued' : 'running',
      createdAt,
      waitingFor: progress?.waitingFor ?? null,
      paused: Boolean(progress?.pausedBecause),
      slotFree: status === 'queued' && isSlotFree(id),
    }));
}
