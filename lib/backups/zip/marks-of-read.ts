import type { IndexMarks, ReadMarks } from '../../contract/shard-marks.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { readIndexMarksUnrefreshed } from '../../elasticsearch/snapshots/shard-marks.ts';

/** Numbers that come later than this are not worth the wait. */
const WAIT_MS = 10_000;

/**
 * The sequence numbers of an index around the moment that is read. `before` must be read before the refresh that precedes the
 * point in time: all copies have every operation up to its global checkpoint, the refresh makes them searchable, so the read has
 * them. Read after the refresh, the number may be of an operation that the read does not have. `after` is read beside the
 * documents. A backup never fails for the sake of these numbers: what can't be read is left out.
 */
export class MarksOfRead {
  readonly #cluster: Cluster;
  readonly #index: string;
  readonly #uuid: string;
  readonly #signal: AbortSignal;
  #before: IndexMarks | null = null;
  #after: Promise<IndexMarks | null> | null = null;

  constructor(cluster: Cluster, { index, uuid }: { index: string; uuid: string }, signal: AbortSignal) {
    this.#cluster = cluster;
    this.#index = index;
    this.#uuid = uuid;
    this.#signal = signal;
  }

  async readBefore(): Promise<void> {
    this.#before = await this.#read();
  }

  /** Begins to read them, once; call it when the view that is read is open. */
  readAfter(): void {
    if (this.#before !== null) this.#after ??= this.#read();
  }

  /** `definition`: of the index. undefined: not readable, or they would not be true. */
  async of(definition: Buffer): Promise<ReadMarks | undefined> {
    const [before, after] = [this.#before, await this.#after];
    if (before === null || after === null || isReplicatedBySegment(definition)) return undefined;
    return { before: shardsOf(before), after: shardsOf(after) };
  }

  async #read(): Promise<IndexMarks | null> {
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(WAIT_MS)]);
    // A backup that was cancelled ends by its next request.
    const marks = await readIndexMarksUnrefreshed(this.#cluster, this.#index, signal).catch(() => null);
    return marks?.uuid === this.#uuid ? marks : null;
  }
}

const shardsOf = ({ shards }: IndexMarks): ReadMarks['before'] =>
  shards.map(({ shard, maxSeqNo, globalCheckpoint, primaryTerm }) => ({
    shard,
    maxSeqNo,
    globalCheckpoint,
    primaryTerm,
  }));

/** OpenSearch, `index.replication.type: SEGMENT`: a replica may be searched before it has what the checkpoint says. */
const isReplicatedBySegment = (definition: Buffer): boolean => definition.includes('"SEGMENT"');
