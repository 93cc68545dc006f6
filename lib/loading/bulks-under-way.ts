import type { Buckets } from '../contract/load-outcome.ts';
import type { ConflictMode } from '../contract/plan.ts';
import { ContentDigest } from '../archive/digest.ts';
import { BulkBody, LargeBodyBuffer } from '../elasticsearch/write/bulk-body.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { countMissing, type DocumentKey } from '../elasticsearch/read/get-documents.ts';
import { sendBulk, type BulkTarget } from '../elasticsearch/write/send-bulk.ts';
import { countOutcomes, type Loaded } from './loaded.ts';
import type { RejectedFile } from './rejected-documents.ts';

export interface BulkOptions {
  mode: ConflictMode;
  /** Towards Elasticsearch 6. */
  type: string | null;
  signal: AbortSignal;
  /** What a bulk body aims at, and how many are under way at a time. */
  bulkBytes?: number | undefined;
  parallel?: number | undefined;
  patienceMs?: number | undefined;
  rejected: RejectedFile;
  /** Awaited before each bulk: returns when the cluster is fit for it. */
  gate: () => Promise<void>;
  onPause: (because: string | null) => void;
  /** After each bulk, in the order of the documents: how many from the start are answered for. */
  onProgress: (loaded: Loaded, bytes: number) => void;
  start: { done: number; buckets: Buckets; notLoaded?: ContentDigest };
}

const DEFAULT_BULK_BYTES = 5 * 1024 * 1024;
const DEFAULT_BULKS = 2;
/** Unless more was asked for. Giants go one or two at a time: memory follows the largest document, not several of them. */
const MOST_BYTES_UNDER_WAY = 24 * 1024 * 1024;
/** A cluster that starts again takes minutes. */
const DEFAULT_PATIENCE_MS = 10 * 60_000;

/**
 * The bulks that are sent and not answered for yet, and the buffers of the others, used again. Bulks end in any order
 * and are counted in the order of the documents: what is answered for from the start on is what a resume may skip.
 * After the first failure nothing is counted any more.
 */
export class BulksInFlight {
  readonly loaded: Loaded;
  private readonly cluster: Cluster;
  private readonly target: BulkTarget;
  private readonly options: BulkOptions;
  private readonly mostBytes: number;
  private readonly free: BulkBody[];
  private readonly underWay = new Set<Promise<void>>();
  private readonly failures: unknown[] = [];
  private bytesCounted = 0;
  private bytesUnderWay = 0;
  private turn: Promise<void> = Promise.resolve();

  constructor(cluster: Cluster, target: BulkTarget, options: BulkOptions) {
    const { parallel = DEFAULT_BULKS, bulkBytes = DEFAULT_BULK_BYTES, start } = options;
    this.cluster = cluster;
    this.target = target;
    this.options = options;
    this.loaded = {
      buckets: { ...start.buckets },
      done: start.done,
      notLoaded: start.notLoaded ?? new ContentDigest(),
    };
    this.mostBytes = Math.max(MOST_BYTES_UNDER_WAY, parallel * bulkBytes);
    const giants = new LargeBodyBuffer();
    this.free = Array.from({ length: parallel + 1 }, () => new BulkBody(bulkBytes, giants));
  }

  /** Whether a document of this size has to wait for an answer. False after a failure: nothing is worth waiting for. */
  isFullFor(bytes: number): boolean {
    return this.underWay.size > 0 && this.failures.length === 0 && this.bytesUnderWay + bytes > this.mostBytes;
  }

  /** Whether the next body has to wait for an answer; as above after a failure. */
  get hasNoFreeBody(): boolean {
    return this.free.length === 0 && this.failures.length === 0;
  }

  nextAnswer(): Promise<void> {
    return Promise.race(this.underWay);
  }

  /** Throws the first failure. */
  takeFreeBody(): BulkBody {
    this.needNoFailure();
    return this.free.pop()!;
  }

  send(body: BulkBody): void {
    this.bytesUnderWay += body.length;
    const { signal, onPause, patienceMs = DEFAULT_PATIENCE_MS } = this.options;
    const sending = this.options
      .gate()
      .then(() => sendBulk(this.cluster, this.target, body, { signal, retryMs: patienceMs, onPause }));
    sending.catch(() => undefined);
    this.turn = this.turn.then(async () => {
      try {
        const outcomes = await sending;
        // After a bulk that failed nothing is answered for from the start on: a resume sends it again.
        if (this.failures.length === 0) await this.count(outcomes, body);
      } catch (error) {
        this.failures.push(error);
      }
      this.bytesUnderWay -= body.length;
      body.clear();
      this.free.push(body);
    });
    const mine = this.turn;
    this.underWay.add(mine);
    void mine.then(() => this.underWay.delete(mine));
  }

  /** Returns when every bulk is answered for or has failed; throws nothing. */
  settled(): Promise<void> {
    return this.turn;
  }

  needNoFailure(): void {
    if (this.failures.length > 0) throw this.failures[0];
  }

  private async count(outcomes: Awaited<ReturnType<typeof sendBulk>>, body: BulkBody): Promise<void> {
    const { mode, type, signal, rejected } = this.options;
    const missing = (documents: readonly DocumentKey[]) =>
      countMissing(this.cluster, this.target.name, documents, type, signal);
    await countOutcomes(outcomes, body, this.loaded, { mode, rejected, missing });
    this.loaded.done += body.items.length;
    this.bytesCounted += body.length;
    this.options.onProgress(this.loaded, this.bytesCounted);
  }
}
