import { findCluster } from '../config.ts';
import { observedUuid } from '../config/cluster-uuids.ts';
import type { CountChanges, CountPoint, WatchedTime } from '../contract/count-points.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import { jobs } from '../jobs/jobs.ts';
import { countsOf } from './alias-counts.ts';
import { DocumentCounts, RETAIN_COUNTS_MS } from './document-counts.ts';

/** How often the end of the watched time is saved while no count changes. */
const SAVE_EVERY_MS = 60_000;
const PRUNE_EVERY_MS = 10 * 60_000;
/** Unsaved changes beyond these are dropped: the database has been unusable for long. */
const MAX_UNSAVED = 50_000;

/** The documents of each alias of one cluster over the last day, kept in the jobs' database. */
export class CountHistory {
  readonly #key: string;
  #uuid: string | null = null;
  #counts = new DocumentCounts();
  #unsaved: CountChanges = nothing();
  #savedAt = -Infinity;
  #prunedAt = -Infinity;

  constructor(key: string) {
    this.#key = key;
  }

  /** Oldest first; empty: not observed yet. */
  of(alias: string): readonly CountPoint[] {
    return this.#counts.of(alias);
  }

  /** Those that were observed over the last day. */
  get aliases(): Iterable<string> {
    return this.#counts.aliases;
  }

  /** The same object until a count changes; null: not observed yet. */
  lastOf(alias: string): CountPoint | null {
    return this.#counts.lastOf(alias);
  }

  get watched(): readonly WatchedTime[] {
    return this.#counts.watched;
  }

  /** Notes an answer of the cluster that came at `now`. */
  note({ indices }: ClusterIndices, now: Date): void {
    this.#open();
    const at = now.getTime();
    this.#add(this.#counts.observe(countsOf(indices), at));
    const due = performance.now();
    if (this.#unsaved.points.length > 0 || this.#unsaved.dropped.length > 0 || due - this.#savedAt > SAVE_EVERY_MS)
      this.#save(due);
    if (due - this.#prunedAt <= PRUNE_EVERY_MS) return;
    // After the time of now is saved: a cluster without watched times is forgotten.
    this.#prunedAt = due;
    this.#add(this.#counts.prune(at));
    jobs.forgetUnwatchedCounts(at - RETAIN_COUNTS_MS);
  }

  /** Reads what is saved of the cluster that answers: its uuid is known by its first answer. */
  #open(): void {
    const cluster = findCluster(this.#key);
    const uuid = (cluster && observedUuid(cluster)) ?? '';
    if (uuid === this.#uuid) return;
    const saved = jobs.savedCounts({ key: this.#key, uuid });
    this.#uuid = uuid;
    this.#counts = new DocumentCounts(saved ?? undefined);
    this.#unsaved = nothing();
  }

  #add(changes: CountChanges): void {
    this.#unsaved.points.push(...changes.points);
    this.#unsaved.dropped.push(...changes.dropped);
    this.#unsaved.droppedWatched.push(...changes.droppedWatched);
    const began = new Set(changes.watched.map((time) => time.began));
    this.#unsaved.watched = [...this.#unsaved.watched.filter((time) => !began.has(time.began)), ...changes.watched];
    if (this.#unsaved.points.length + this.#unsaved.dropped.length > MAX_UNSAVED) this.#unsaved = nothing();
  }

  #save(due: number): void {
    this.#savedAt = due;
    if (jobs.saveCounts({ key: this.#key, uuid: this.#uuid ?? '' }, this.#unsaved)) this.#unsaved = nothing();
  }
}

const nothing = (): CountChanges => ({ points: [], watched: [], dropped: [], droppedWatched: [] });
