import { capabilitiesOf } from '../elasticsearch/capabilities.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import type { SnapshotName } from '../elasticsearch/snapshots/list-snapshots.ts';
import { factsInBatches } from '../elasticsearch/snapshots/facts-in-batches.ts';
import { readSnapshotPage, type SnapshotFacts } from '../elasticsearch/snapshots/snapshot-details.ts';
import { isAppError } from '../errors.ts';
import { settledWithin } from '../settled-within.ts';

/** A page of the server's own list; a store reads one object for each snapshot of it. */
const PAGE_SIZE = 200;
/** Older ones are read when they are on the screen. */
export const MOST_READ_AHEAD = 1_000;
const GIVE_UP_AFTER_MS = 60_000;
/** A store that failed or is slow is left alone for so long. */
const PAUSE_MS = 10_000;

/**
 * The facts of one repository's snapshots, by uuid. A finished snapshot never changes: its facts are read once. They are read in
 * the background, the newest first, so that a page never waits for a slow store.
 */
export class SnapshotFactsCache {
  readonly #known = new Map<string, SnapshotFacts>();
  readonly #cluster: () => Cluster;
  readonly #repository: string;
  #running: Promise<void> | null = null;
  #pausedUntil = 0;
  #hasReadPages = false;
  #firstListed: Set<string> | null = null;

  constructor(cluster: () => Cluster, repository: string) {
    this.#cluster = cluster;
    this.#repository = repository;
  }

  get(uuid: string): SnapshotFacts | undefined {
    return this.#known.get(uuid);
  }

  /** Facts are being read now. */
  get isReading(): boolean {
    return this.#running !== null;
  }

  /**
   * Begins to read what is missing of `wanted`, in this order, and waits for it for `waitMs` at most. `all`: every snapshot of
   * the repository. Never rejects: what could not be read is still missing, and a later call tries again.
   */
  async fill(wanted: readonly SnapshotName[], all: readonly SnapshotName[], waitMs: number): Promise<void> {
    // Of those that were there before, the older ones may never be read; what was taken since always is.
    this.#firstListed ??= new Set(all.map(({ uuid }) => uuid));
    const since = all.filter(({ uuid }) => !this.#firstListed!.has(uuid));
    const missing = [...new Set([...since, ...wanted])]
      .filter((name) => this.isMissing(name))
      .slice(0, MOST_READ_AHEAD);
    if (missing.length === 0) return;
    if (this.#running === null) {
      if (performance.now() < this.#pausedUntil) return;
      this.#forget(all);
      this.#running = this.#read(missing)
        .catch((error: unknown) => {
          if (!isAppError(error) && !(error instanceof DOMException)) throw error;
          this.#pausedUntil = performance.now() + PAUSE_MS;
        })
        .finally(() => {
          this.#running = null;
        });
    }
    await settledWithin(this.#running, waitMs);
  }

  isMissing({ uuid, state }: SnapshotName): boolean {
    const known = this.#known.get(uuid);
    return known === undefined || (known.state === 'IN_PROGRESS' && state !== 'IN_PROGRESS');
  }

  /** Those that were deleted. */
  #forget(names: readonly SnapshotName[]): void {
    const present = new Set(names.map(({ uuid }) => uuid));
    for (const uuid of this.#known.keys()) if (!present.has(uuid)) this.#known.delete(uuid);
  }

  async #read(missing: readonly SnapshotName[]): Promise<void> {
    const cluster = this.#cluster();
    const { snapshotPages } = capabilitiesOf(await cluster.identity(AbortSignal.timeout(GIVE_UP_AFTER_MS)));
    // Many are missing only at first; what is missing afterwards is older than the pages.
    if (snapshotPages && missing.length > PAGE_SIZE / 2 && !this.#hasReadPages) return this.#readPages(cluster);
    const read = factsInBatches(cluster, this.#repository, missing, () => AbortSignal.timeout(GIVE_UP_AFTER_MS));
    for await (const facts of read) for (const each of facts) this.#known.set(each.uuid, each);
  }

  async #readPages(cluster: Cluster): Promise<void> {
    let after: string | null = null;
    for (let read = 0; read < MOST_READ_AHEAD; read += PAGE_SIZE) {
      const page: Awaited<ReturnType<typeof readSnapshotPage>> = await readSnapshotPage(
        cluster,
        this.#repository,
        { size: PAGE_SIZE, after },
        AbortSignal.timeout(GIVE_UP_AFTER_MS),
      );
      for (const facts of page.snapshots) this.#known.set(facts.uuid, facts);
      after = page.next;
      if (after === null) break;
    }
    this.#hasReadPages = true;
  }
}
