import { LRUCache } from 'lru-cache';
import { configuration, type ConfiguredCluster } from '../config.ts';
import type { AliveJobFacts, DoneJob, NotGoodJob } from '../incidents/rules/jobs.ts';
import { jobs, runner } from '../jobs/jobs.ts';
import { sameOwner } from '../jobs/owner.ts';
import {
  badJobs,
  goodJobsAfter,
  goodJobsThatFollow,
  jobsOfEndedIncidents,
  type BadJob,
  type GoodJob,
} from '../jobs/store/watched-jobs.ts';
import { worksOn } from '../kinds/works-on.ts';
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
    notGood: bad.map(withThings),
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
  things: thingsOf(job.id),
});

/** By job: what it works on does not change, and plans are large. */
const things = processGlobal('things-of-jobs', () => new LRUCache<string, string[]>({ max: 5_000 }));

function thingsOf(id: string): string[] {
  const before = things().get(id);
  if (before !== undefined) return before;
  const job = jobs.get(id);
  const found = job === null ? [`job ${id}`] : worksOn(job.work);
  things().set(id, found);
  return found;
}

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
