import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configuration } from '../config.ts';
import { at, byName, entriesOf, namesOf } from '../contract/by-name.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { Job } from '../contract/job.ts';
import type { ClusterChange, Sample } from '../contract/overview.ts';
import { jobs } from '../jobs/jobs.ts';
import { codeOf } from '../files/file-error.ts';
import { readRegularFileSync } from '../files/regular-file.ts';
import { kinds } from '../kinds/kinds.ts';
import { log } from '../log.ts';
import { makeDirectory } from '../make-folder.ts';
import { processGlobal } from '../process-wide.ts';
import { changesBetween, snapshotOf, type ClusterSnapshot } from './changes.ts';
import { readsOf } from './cluster-reads.ts';

/** A point of the plot; 15 minutes are 60 of them. */
const EVERY_MS = 15_000;
/** Nobody looks: still often enough to notice a night's changes to the minute. */
const UNWATCHED_EVERY_MS = 60_000;
const WATCHED_FOR_MS = 120_000;
const SAMPLES_FOR_MS = 16 * 60_000;
const KEPT_CHANGES = 200;

interface Kept {
  picture: ClusterSnapshot | null;
  changes: ClusterChange[];
}

/**
 * What a cluster was like lately, looked at in the background: a point for the plot, and what is different from the
 * look before. The last picture is kept on disk, so that what happened while Restore Desk was stopped is told too.
 */
class ClusterHistory {
  readonly samples: Sample[] = [];
  readonly #key: string;
  readonly #file: string;
  #kept: Kept;
  #askedAt = -Infinity;
  #lookedAt = -Infinity;
  #looking = false;
  #savedAt = -Infinity;
  #saving: Promise<void> = Promise.resolve();

  constructor(key: string) {
    this.#key = key;
    this.#file = join(configuration().dataDirectory, `last-look-${key}.json`);
    this.#kept = readKept(this.#file);
    // Every state of the cluster that a page gets to see is compared, not only those a tick happens to meet.
    readsOf(key).indices.onAnswer((indices) => this.#compare(indices));
    setInterval(() => this.#tick(), EVERY_MS).unref();
    this.#tick();
  }

  get changes(): readonly ClusterChange[] {
    return this.#kept.changes;
  }

  /** Somebody looks at the page. */
  asked(): void {
    this.#askedAt = performance.now();
  }

  #tick(): void {
    const now = performance.now();
    const watched = now - this.#askedAt < WATCHED_FOR_MS;
    // Half a tick of slack: timers are late now and then.
    if (this.#looking || now - this.#lookedAt < (watched ? EVERY_MS : UNWATCHED_EVERY_MS) - EVERY_MS / 2) return;
    this.#looking = true;
    this.#lookedAt = now;
    void this.#look().finally(() => {
      this.#looking = false;
    });
  }

  async #look(): Promise<void> {
    const watch = readsOf(this.#key);
    const patience = { maxAgeMs: EVERY_MS / 2, waitMs: EVERY_MS * 2 };
    const [health, indices] = await Promise.all([
      watch.health.readOrLast(patience),
      watch.indices.readOrLast(patience),
    ]);
    const sample: Sample = {
      at: new Date().toISOString(),
      status: health.failure === null ? (health.value?.status ?? null) : null,
      documents:
        indices.failure === null && indices.value !== null
          ? documentsBehind(indices.value, this.samples.at(-1)?.documents)
          : byName([]),
    };
    this.samples.push(sample);
    dropOld(this.samples, Date.parse(sample.at));
  }

  #compare(indices: ClusterIndices): void {
    const { value: health, failure } = readsOf(this.#key).health.reading();
    const picture = snapshotOf(indices, failure === null ? health : null);
    const before = this.#kept.picture;
    if (before !== null && before.takenAt === picture.takenAt) return;
    // Health that could not be read this time is as it was: unknown is no change.
    const now: ClusterSnapshot = {
      ...picture,
      nodes: picture.nodes.length > 0 ? picture.nodes : (before?.nodes ?? []),
      status: picture.status ?? before?.status ?? null,
    };
    const found =
      before === null ? [] : changesBetween(before, now, this.#doneBy(earlierOf(before.takenAt, now.takenAt)));
    this.#kept = {
      picture: now,
      changes: [...found.map((change) => ({ id: randomUUID(), ...change })), ...this.#kept.changes].slice(
        0,
        KEPT_CHANGES,
      ),
    };
    if (found.length > 0 || performance.now() - this.#savedAt > UNWATCHED_EVERY_MS) this.#save();
  }

  /** Which job of ours touched a name since then. */
  #doneBy(since: string): (name: string) => string | null {
    const touched = new Map<string, string>();
    for (const job of recentJobs(this.#key, since))
      for (const name of kinds.of(job.work).touches(job.work)) touched.set(name, job.id);
    return (name) => touched.get(name) ?? null;
  }

  /** In turn, and never in a request's way: a busy disk can take seconds. */
  #save(): void {
    this.#savedAt = performance.now();
    this.#saving = this.#saving.then(async () => {
      try {
        await makeDirectory(configuration().dataDirectory, 0o700);
        await rm(`${this.#file}.new`, { force: true });
        await writeFile(`${this.#file}.new`, JSON.stringify(this.#kept), { flag: 'wx', mode: 0o600 });
        await rename(`${this.#file}.new`, this.#file);
      } catch (error) {
        log().warn(
          { err: error, cluster: this.#key },
          'The last look at the cluster could not be kept; changes made while Restore Desk is stopped will not be told.',
        );
      }
    });
  }
}

/** The look before may have been by a clock that has been set back since. */
const earlierOf = (one: string, other: string): string => (one < other ? one : other);

/** Also what a clock that has been set back since would leave in the future. */
export function dropOld(samples: Sample[], now: number): void {
  const kept = samples.filter(({ at }) => Date.parse(at) <= now && now - Date.parse(at) <= SAMPLES_FOR_MS);
  samples.splice(0, samples.length, ...kept);
}

/** The counts of the sample before where nothing has changed: 15 minutes of 20,000 aliases are held once. */
function documentsBehind(indices: ClusterIndices, before: Sample['documents'] | undefined): Sample['documents'] {
  const counts = entriesOf(snapshotOf(indices, null).aliases).map(
    ([alias, { documents }]) => [alias, documents] as const,
  );
  const same = before !== undefined && namesOf(before).length === counts.length;
  if (same && counts.every(([alias, documents]) => at(before, alias) === documents)) return before;
  return byName(counts);
}

/** Under way, or over since then. Without the jobs' database nobody can be named. */
function recentJobs(cluster: string, since: string): Job[] {
  try {
    return jobs.list({ cluster, limit: 100 }).filter((job) => !('endedAt' in job) || job.endedAt >= since);
  } catch {
    return [];
  }
}

function readKept(file: string): Kept {
  try {
    const kept = JSON.parse(readRegularFileSync(file)) as Partial<Kept>;
    return { picture: kept.picture ?? null, changes: Array.isArray(kept.changes) ? kept.changes : [] };
  } catch (error) {
    // Not there yet, or cut short by a full disk: the next look starts afresh.
    if (codeOf(error) !== 'ENOENT')
      log().warn({ err: error, file }, 'The last look at the cluster can’t be read; changes since then are not told.');
    return { picture: null, changes: [] };
  }
}

const histories = processGlobal('histories', () => new Map<string, ClusterHistory>());

/** One per cluster and process; made by the first who asks. */
export function historyOf(key: string): { samples: readonly Sample[]; changes: readonly ClusterChange[] } {
  const history = histories().get(key) ?? new ClusterHistory(key);
  histories().set(key, history);
  history.asked();
  return history;
}
