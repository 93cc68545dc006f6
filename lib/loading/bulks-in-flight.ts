import { ContentDigest } from '../archive/digest.ts';
import type { Buckets } from '../contract/load-outcome.ts';
import type { ConflictMode } from '../contract/plan.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { countMissing, type DocumentKey } from '../elasticsearch/read/get-documents.ts';
import { BulkBody, LargeBodyBuffer } from '../elasticsearch/write/bulk-body.ts';
import { sendBulk, type BulkTarget } from '../elasticsearch/write/send-bulk.ts';
import type { Outcome } from '../elasticsearch/write/bulk-response.ts';
import { countOutcomes, type LoadState } from './count-outcomes.ts';
import type { RejectedFile } from './rejected-file.ts';

export interface BulkOptions {
  mode: ConflictMode;
  /** The mapping type that Elasticsearch 6 requires; null from 7 on. */
  type: string | null;
  signal: AbortSignal;
  /** Target size of a bulk body. */
  bulkBytes?: number | undefined;
  /** Maximum number of bulks in flight. */
  parallelBulks?: number | undefined;
  /** How long transient failures are retried. */
  retryMs?: number | undefined;
  rejected: RejectedFile;
  /** Counts the documents that replaced another one. */
  countOverwritten: boolean;
  /** Most documents of a bulk. */
  bulkDocuments?: number | undefined;
  /** Awaited before each bulk, with the number of its documents: returns when the cluster is ready for it. */
  beforeBulk: (documents: number) => Promise<void>;
  /** Called with the reason for a pause, and with null when it ends. */
  onPause: (because: string | null) => void;
  /** Called after each bulk, in the order of the documents. `bytes`: sent and counted since the load began. */
  onProgress: (state: LoadState, bytes: number) => void;
  start: { done: number; buckets: Buckets; notLoaded?: ContentDigest };
}

const DEFAULT_BULK_BYTES = 5 * 1024 * 1024;
const DEFAULT_PARALLEL_BULKS = 2;
/**
 * Applies unless the options require more. Large documents are sent one or two at a time, so that memory follows the
 * largest document, not several of them.
 */
const MAX_BYTES_IN_FLIGHT = 24 * 1024 * 1024;
/** A cluster takes minutes to restart. */
const BULK_RETRY_MS = 10 * 60_000;

/**
 * The bulks that are sent and have no response yet, and the free bodies, which are reused. Bulks end in any order and are
 * counted in the order of the documents, so that a resume can skip what is counted. After the first failure nothing more
 * is counted.
 */
export class BulksInFlight {
  readonly loaded: LoadState;
  private readonly cluster: Cluster;
  private readonly target: BulkTarget;
  private readonly options: BulkOptions;
  private readonly maxBytes: number;
  private readonly freeBodies: BulkBody[];
  private readonly inFlight = new Set<Promise<void>>();
  private readonly failures: unknown[] = [];
  private bytesCounted = 0;
  private bytesInFlight = 0;
  /** Settles when every bulk sent so far is counted or has failed. */
  private lastCounted: Promise<void> = Promise.resolve();

  constructor(cluster: Cluster, target: BulkTarget, options: BulkOptions) {
    const { parallelBulks = DEFAULT_PARALLEL_BULKS, bulkBytes = DEFAULT_BULK_BYTES, start } = options;
    this.cluster = cluster;
    this.target = target;
    this.options = options;
    this.loaded = {
      buckets: { ...start.buckets },
      done: start.done,
      notLoaded: start.notLoaded ?? new ContentDigest(),
    };
    this.maxBytes = Math.max(MAX_BYTES_IN_FLIGHT, parallelBulks * bulkBytes);
    const largeBuffer = new LargeBodyBuffer();
    this.freeBodies = Array.from({ length: parallelBulks + 1 }, () => new BulkBody(bulkBytes, largeBuffer));
  }

  /** Whether a document of this size has to wait for a response. False after a failure, because the load ends. */
  isFullFor(bytes: number): boolean {
    return this.inFlight.size > 0 && this.failures.length === 0 && this.bytesInFlight + bytes > this.maxBytes;
  }

  /** Whether the next body has to wait for a response. False after a failure, because the load ends. */
  get hasNoFreeBody(): boolean {
    return this.freeBodies.length === 0 && this.failures.length === 0;
  }

  nextResponse(): Promise<void> {
    return Promise.race(this.inFlight);
  }

  /** Throws the first failure. */
  takeFreeBody(): BulkBody {
    this.assertNoFailure();
    return this.freeBodies.pop()!;
  }

  send(body: BulkBody): void {
    this.bytesInFlight += body.length;
    const { countOverwritten: withResults, signal, onPause, retryMs = BULK_RETRY_MS } = this.options;
    const outcomes = this.options
      .beforeBulk(body.items.length)
      .then(() => sendBulk(this.cluster, this.target, body, { signal, retryMs, onPause, withResults }));
    outcomes.catch(() => undefined);
    const counted = this.lastCounted.then(() => this.finish(outcomes, body));
    this.lastCounted = counted;
    this.inFlight.add(counted);
    void counted.then(() => this.inFlight.delete(counted));
  }

  /** Returns when every bulk is counted or has failed; throws nothing. */
  settled(): Promise<void> {
    return this.lastCounted;
  }

  /** Throws the first failure. */
  assertNoFailure(): void {
    if (this.failures.length > 0) throw this.failures[0];
  }

  /** Counts one bulk and frees its body; throws nothing. */
  private async finish(outcomes: Promise<Outcome[]>, body: BulkBody): Promise<void> {
    try {
      const counted = await outcomes;
      // A bulk after a failed one is not counted, because a resume sends it again.
      if (this.failures.length === 0) await this.count(counted, body);
    } catch (error) {
      this.failures.push(error);
    }
    this.bytesInFlight -= body.length;
    body.clear();
    this.freeBodies.push(body);
  }

  private async count(outcomes: readonly Outcome[], body: BulkBody): Promise<void> {
    const { countOverwritten, mode, type, signal, rejected } = this.options;
    const countAbsent = (documents: readonly DocumentKey[]) =>
      countMissing(this.cluster, this.target.name, documents, type, signal);
    await countOutcomes(outcomes, body, this.loaded, { countOverwritten, mode, rejected, countAbsent });
    this.loaded.done += body.items.length;
    this.bytesCounted += body.length;
    this.options.onProgress(this.loaded, this.bytesCounted);
  }
}
