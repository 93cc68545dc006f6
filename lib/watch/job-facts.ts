import { LRUCache } from 'lru-cache';
import { configuration, type ConfiguredCluster } from '../config.ts';
import type { Finding } from '../incidents/finding.ts';
import { jobFindings, newestOfEach, type AliveJobFacts, type DoneJob } from '../incidents/rules/jobs.ts';
import { jobs, runner } from '../jobs/jobs.ts';
import { sameOwner } from '../jobs/owner.ts';
import { KEEP_INCIDENTS_MS } from '../jobs/store/forget-incidents.ts';
import { drilledBackups } from '../jobs/store/drilled-backups.ts';
import {
  badJobs,
  goodJobsAfter,
  goodJobsThatFollow,
  jobsOfEndedIncidents,
  type BadJob,
  type GoodJob,
} from '../jobs/store/watched-jobs.ts';
import { reasonForAll } from '../kinds/copied-source.ts';
import { kinds } from '../kinds/kinds.ts';
import { worksOn } from '../kinds/works-on.ts';
import { isUnproven } from '../known-backups/backup-marks.ts';
import { processGlobal } from '../process-wide.ts';

/** Older ones than so many are forgotten: an incident of theirs ends when a person closes it. */
const MOST_NOT_GOOD = 500;
const MOST_GOOD = 1_000;

export interface JobFacts {
  findings: Finding[];
  /** Whether an incident of this subject would have been found. */
  knows(subject: string): boolean;
}

/** The newest of its subject was made good, and stays so: it is not looked for again. By job. */
const madeGood = processGlobal('jobs-made-good', () => new LRUCache<string, true>({ max: 5_000 }));

/**
 * The jobs of a cluster that people started and that ended after `since` (ISO) without doing everything, until they are made good.
 * `now`: milliseconds. Throws AppError disk.
 */
export function jobFacts({ key }: ConfiguredCluster, since: string, now: number): JobFacts {
  const { store } = runner();
  // Their incidents are deleted by then: they would begin again.
  const oldest = new Date(now - KEEP_INCIDENTS_MS).toISOString();
  const bad = badJobs(store, { cluster: key, since: since > oldest ? since : oldest, limit: MOST_NOT_GOOD });
  const notGood = bad.map(withOutcome);
  const newest = newestOfEach(notGood);
  const settled = bad.length === 0 ? new Set<string>() : jobsOfEndedIncidents(store, key);
  for (const { id } of newest.values()) if (madeGood().has(id)) settled.add(id);
  const open = [...newest.values()].filter(({ id }) => !settled.has(id));
  const findings = jobFindings(notGood, { good: open.length === 0 ? [] : goodJobs(key, open, bad), settled, now });
  const found = new Set(findings.map(({ subject }) => subject));
  for (const [subject, { id }] of newest) if (!settled.has(id) && !found.has(subject)) madeGood().set(id, true);
  const isComplete = bad.length < MOST_NOT_GOOD && since >= oldest;
  return { findings, knows: (subject) => isComplete || newest.has(subject) };
}

/** What may have made these jobs good. `open` and `bad`: newest first. */
function goodJobs(cluster: string, open: readonly BadJob[], bad: readonly BadJob[]): DoneJob[] {
  const { store } = runner();
  const good = [...oldestOfEachKind(open)].flatMap(([kind, after]) =>
    goodJobsAfter(store, { cluster, kind, after, limit: MOST_GOOD }),
  );
  const ids = bad.map(({ id }) => id);
  return [...good, ...goodJobsThatFollow(store, ids)].map(withThings);
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
  const { outcome, reason, things } = knownOf(job.id);
  return { ...job, problem: reason ?? job.problem ?? outcome, things };
};

interface KnownJob {
  things: string[];
  outcome: string | null;
  /** Instead of the problem, which not everybody may read; null: everybody may. */
  reason: string | null;
}

/** By job. An ended job does not change, and plans and results are large. */
const known = processGlobal('known-jobs', () => new LRUCache<string, KnownJob>({ max: 5_000 }));

function knownOf(id: string): KnownJob {
  const before = known().get(id);
  if (before !== undefined) return before;
  const job = jobs.get(id);
  const found =
    job === null
      ? { things: [`job ${id}`], outcome: null, reason: null }
      : {
          things: worksOn(job.work),
          outcome: job.status === 'succeeded' ? kinds.of(job.work).outcome(job.result, job.work) : null,
          reason: reasonForAll(job),
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
