import type { ConfiguredCluster } from '../config.ts';
import type { AliasEvent } from '../contract/alias-page.ts';
import type { Job } from '../contract/job.ts';
import { isOwnChange, type OwnJob } from '../incidents/rules/own-changes.ts';
import { clusterUuidOf } from '../jobs/cluster-entries.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import { jobsBetween } from '../jobs/store/jobs-between.ts';
import { kinds } from '../kinds/kinds.ts';

type Interval = { alias: string; after: number; at: number };

/** Remembered answers; more are forgotten, and asked for again. */
const MOST_REMEMBERED = 5_000;

/**
 * A listing is dated by its end, and may have read the aliases this long before: what a job did meanwhile, the next one shows. Longer
 * than a listing may take (lib/live/cluster-reads.ts).
 */
const LISTING_TAKES_MS = 120_000;

/** Which changes of aliases are those of this Restore Desk's jobs. Throws AppError disk. */
export class OwnJobs {
  readonly #cluster: ConfiguredCluster;
  /** What ended jobs say does not change. */
  readonly #decided = new Map<string, boolean>();

  constructor(cluster: ConfiguredCluster) {
    this.#cluster = cluster;
  }

  hasMade(store: JobStore, event: AliasEvent): boolean {
    const interval = { alias: event.alias, after: Date.parse(event.after), at: Date.parse(event.at) };
    return this.#decide(store, interval, (jobs) => isOwnChange(event, jobs));
  }

  /** A move of which nothing is known but its time. */
  hasMoved(store: JobStore, interval: Interval): boolean {
    return this.#decide(store, interval, (jobs) => jobs.some(({ moved }) => moved?.alias === interval.alias));
  }

  /** A removal of which nothing is known but its time. */
  hasRemoved(store: JobStore, interval: Interval): boolean {
    const isRemoval = ({ moved }: OwnJob) => moved?.alias === interval.alias && moved.to.length === 0;
    return this.#decide(store, interval, (jobs) => jobs.some(isRemoval), 'removed');
  }

  #decide(
    store: JobStore,
    { after, alias, at }: Interval,
    decide: (jobs: readonly OwnJob[]) => boolean,
    question = 'moved',
  ): boolean {
    const key = [question, alias, after, at].join('\n');
    const decided = this.#decided.get(key);
    if (decided !== undefined) return decided;
    const uuid = clusterUuidOf(store, this.#cluster);
    const jobs = jobsBetween(store, { cluster: this.#cluster.key, uuid, from: after - LISTING_TAKES_MS, until: at });
    const isOwn = decide(jobs.map(ownJob));
    if (jobs.some((job) => job.status === 'running')) return isOwn;
    if (this.#decided.size >= MOST_REMEMBERED) this.#decided.clear();
    this.#decided.set(key, isOwn);
    return isOwn;
  }
}

function ownJob(job: Job): OwnJob {
  const kind = kinds.of(job.work);
  const move = job.status === 'succeeded' ? (kind.alias?.move(job.result) ?? null) : null;
  return {
    names: new Set(kind.changedNames(job.work)),
    moved: move && { alias: move.alias, to: move.after.map(({ index }) => index) },
  };
}
