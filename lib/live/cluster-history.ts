import { randomUUID } from 'node:crypto';
import { at, byName, entriesOf, namesOf } from '../contract/by-name.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { Job } from '../contract/job.ts';
import type { ClusterChange, Sample } from '../contract/overview.ts';
import { jobs } from '../jobs/jobs.ts';
import { kinds } from '../kinds/kinds.ts';
import { processGlobal } from '../process-wide.ts';
import { changesBetween, snapshotOf, type ClusterSnapshot, type JobOf } from './changes.ts';
import { readsOf } from './cluster-reads.ts';
import { LastSnapshotFile, type SavedHistory } from './last-snapshot-file.ts';

/** Between two points of the plot: 15 minutes are 60 of them. */
const SAMPLE_EVERY_MS = 15_000;
/** While no page shows the cluster: often enough to date a night's changes to the minute. */
const IDLE_SAMPLE_EVERY_MS = 60_000;
/** A page shows the cluster: it has requested the history within this time. */
const IDLE_AFTER_MS = 120_000;
const RETAIN_SAMPLES_MS = 16 * 60_000;
const MAX_CHANGES = 200;

/**
 * The recent history of a cluster, read in the background: the samples of the plot, and what differs between one
 * snapshot and the next. The last snapshot is saved on disk, so changes made while Restore Desk was stopped are found
 * too.
 */
class ClusterHistory {
  readonly samples: Sample[] = [];
  readonly #key: string;
  readonly #file: LastSnapshotFile;
  #history: SavedHistory;
  #requestedAt = -Infinity;
  #sampledAt = -Infinity;
  #savedAt = -Infinity;
  #sampling = false;

  constructor(key: string) {
    this.#key = key;
    this.#file = new LastSnapshotFile(key);
    this.#history = this.#file.read();
    // Every answer that a page shows is compared, not only those that a sample reads.
    readsOf(key).indices.onAnswer((indices) => this.#compare(indices));
    setInterval(() => this.#tick(), SAMPLE_EVERY_MS).unref();
    this.#tick();
  }

  get changes(): readonly ClusterChange[] {
    return this.#history.changes;
  }

  /** A page shows the cluster: samples are taken more often for a while. */
  noteRequest(): void {
    this.#requestedAt = performance.now();
  }

  #tick(): void {
    const now = performance.now();
    const isShown = now - this.#requestedAt < IDLE_AFTER_MS;
    // Half an interval of tolerance: timers can be late.
    const intervalMs = (isShown ? SAMPLE_EVERY_MS : IDLE_SAMPLE_EVERY_MS) - SAMPLE_EVERY_MS / 2;
    if (this.#sampling || now - this.#sampledAt < intervalMs) return;
    this.#sampling = true;
    this.#sampledAt = now;
    void this.#sample().finally(() => {
      this.#sampling = false;
    });
  }

  async #sample(): Promise<void> {
    const reads = readsOf(this.#key);
    const options = { maxAgeMs: SAMPLE_EVERY_MS / 2, waitMs: SAMPLE_EVERY_MS * 2 };
    const [health, indices] = await Promise.all([reads.health.readOrLast(options), reads.indices.readOrLast(options)]);
    const sample: Sample = {
      at: new Date().toISOString(),
      status: health.failure === null ? (health.value?.status ?? null) : null,
      documents:
        indices.failure === null && indices.value !== null
          ? documentsByAlias(indices.value, this.samples.at(-1)?.documents)
          : byName([]),
    };
    this.samples.push(sample);
    dropOldSamples(this.samples, Date.parse(sample.at));
  }

  #compare(indices: ClusterIndices): void {
    const { value: health, failure } = readsOf(this.#key).health.reading();
    const snapshot = snapshotOf(indices, failure === null ? health : null);
    const before = this.#history.picture;
    if (before !== null && before.takenAt === snapshot.takenAt) return;
    // Health that could not be read this time is taken from the snapshot before: unknown is no change.
    const now: ClusterSnapshot = {
      ...snapshot,
      nodes: snapshot.nodes.length > 0 ? snapshot.nodes : (before?.nodes ?? []),
      status: snapshot.status ?? before?.status ?? null,
    };
    const changes = before === null ? [] : changesBetween(before, now, this.#jobsSince(earlier(before, now)));
    this.#history = {
      picture: now,
      changes: [...changes.map((change) => ({ id: randomUUID(), ...change })), ...this.#history.changes].slice(
        0,
        MAX_CHANGES,
      ),
    };
    if (changes.length > 0 || performance.now() - this.#savedAt > IDLE_SAMPLE_EVERY_MS) {
      this.#savedAt = performance.now();
      this.#file.write(this.#history);
    }
  }

  /** The job of this Restore Desk that changed a name since then. */
  #jobsSince(since: string): JobOf {
    const jobByName = new Map<string, string>();
    for (const job of recentJobs(this.#key, since))
      for (const name of kinds.of(job.work).changedNames(job.work)) jobByName.set(name, job.id);
    return (name) => jobByName.get(name) ?? null;
  }
}

/** The earlier time of the two: the clock may have been set back between the snapshots. */
const earlier = (a: ClusterSnapshot, b: ClusterSnapshot): string => (a.takenAt < b.takenAt ? a.takenAt : b.takenAt);

/** Also drops samples that lie in the future because the clock was set back. */
export function dropOldSamples(samples: Sample[], now: number): void {
  const recent = samples.filter(({ at }) => Date.parse(at) <= now && now - Date.parse(at) <= RETAIN_SAMPLES_MS);
  samples.splice(0, samples.length, ...recent);
}

/** `before` itself where no count has changed: 15 minutes of 20,000 aliases are in memory once. */
function documentsByAlias(indices: ClusterIndices, before: Sample['documents'] | undefined): Sample['documents'] {
  const counts = entriesOf(snapshotOf(indices, null).aliases).map(
    ([alias, { documents }]) => [alias, documents] as const,
  );
  const same = before !== undefined && namesOf(before).length === counts.length;
  if (same && counts.every(([alias, documents]) => at(before, alias) === documents)) return before;
  return byName(counts);
}

/** Jobs that are running, or ended since then. None where the jobs' database can't be read. */
function recentJobs(cluster: string, since: string): Job[] {
  try {
    return jobs.list({ cluster, limit: 100 }).filter((job) => !('endedAt' in job) || job.endedAt >= since);
  } catch {
    return [];
  }
}

const histories = processGlobal('histories', () => new Map<string, ClusterHistory>());

/** One per cluster and process, begun by the first call. */
export function historyOf(key: string): { samples: readonly Sample[]; changes: readonly ClusterChange[] } {
  const history = histories().get(key) ?? new ClusterHistory(key);
  histories().set(key, history);
  history.noteRequest();
  return history;
}
