import type { Buckets } from '../contract/outcome.ts';
import type { ConflictMode } from '../contract/plan.ts';
import { readActionLine } from '../archive/action-line.ts';
import { ContentDigest } from '../archive/digest.ts';
import { needAction } from '../archive/need-action.ts';
import { BulkBody, GiantsBuffer, type BulkItem } from '../elasticsearch/bulk-body.ts';
import type { Cluster } from '../elasticsearch/cluster.ts';
import { sendBulk, type BulkTarget, type Outcome } from '../elasticsearch/write-documents.ts';
import { cancelled } from '../errors.ts';
import { actionFor } from './bulk-action.ts';
import type { RejectedFile } from './rejected-documents.ts';

/** One pair of lines, wherever it stands. */
export interface SourceDocument {
  bytes: Buffer;
  actionStart: number;
  actionEnd: number;
  sourceStart: number;
  sourceEnd: number;
  /** Of the source. */
  line: number;
}

export interface LoadOptions {
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

export interface Loaded {
  buckets: Buckets;
  done: number;
  /** Of the rejected documents. What was there already is there, or the comparison says so. */
  notLoaded: ContentDigest;
}

export const DEFAULT_BULK_BYTES = 5 * 1024 * 1024;
export const DEFAULT_BULKS = 2;
/** Unless more was asked for. Giants go one or two at a time: memory follows the largest document, not several of them. */
const MOST_BYTES_UNDER_WAY = 24 * 1024 * 1024;
/** A cluster that starts again takes minutes. */
const DEFAULT_PATIENCE_MS = 10 * 60_000;

/** Sends every document and counts what became of each; several bulks under way, their buffers used again. */
export async function loadDocuments(
  cluster: Cluster,
  target: BulkTarget,
  documents: AsyncIterable<readonly SourceDocument[]>,
  options: LoadOptions,
): Promise<Loaded> {
  const state: Loaded = {
    buckets: { ...options.start.buckets },
    done: options.start.done,
    notLoaded: options.start.notLoaded ?? new ContentDigest(),
  };
  const { parallel = DEFAULT_BULKS, bulkBytes = DEFAULT_BULK_BYTES } = options;
  const mostUnderWay = Math.max(MOST_BYTES_UNDER_WAY, parallel * bulkBytes);
  const giants = new GiantsBuffer();
  const free = Array.from({ length: parallel + 1 }, () => new BulkBody(bulkBytes, giants));
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let bytes = 0;
  let bytesUnderWay = 0;
  let filling = free.pop()!;
  // Bulks end in any order; what is answered for from the start on is what a resume may skip.
  let turn: Promise<void> = Promise.resolve();

  const send = (body: BulkBody): void => {
    bytesUnderWay += body.length;
    const sending = options.gate().then(() =>
      sendBulk(cluster, target, body, {
        signal: options.signal,
        patienceMs: options.patienceMs ?? DEFAULT_PATIENCE_MS,
        onPause: options.onPause,
      }),
    );
    sending.catch(() => undefined);
    turn = turn.then(async () => {
      try {
        const outcomes = await sending;
        // Behind a bulk that failed nothing is answered for from the start on: whoever goes on sends it again.
        if (failures.length === 0) {
          await count(outcomes, body, state, options);
          state.done += body.items.length;
          bytes += body.length;
          options.onProgress(state, bytes);
        }
      } catch (error) {
        failures.push(error);
      }
      bytesUnderWay -= body.length;
      body.clear();
      free.push(body);
    });
    const mine = turn;
    underWay.add(mine);
    void mine.then(() => underWay.delete(mine));
  };

  try {
    for await (const some of documents) {
      for (const document of some) {
        const size = document.sourceEnd - document.sourceStart;
        while (underWay.size > 0 && failures.length === 0 && bytesUnderWay + size > mostUnderWay)
          await Promise.race(underWay);
        const line = needAction(document.bytes, document.actionStart, document.actionEnd, document.line - 1);
        filling.add(
          actionFor(line, options.mode, options.type),
          document.bytes,
          document.sourceStart,
          document.sourceEnd,
          document.line,
        );
        if (!filling.isFull) continue;
        send(filling);
        while (free.length === 0 && failures.length === 0) await Promise.race(underWay);
        if (failures.length > 0) throw failures[0];
        filling = free.pop()!;
      }
      if (options.signal.aborted) throw cancelled();
    }
    if (filling.items.length > 0) send(filling);
  } finally {
    await turn;
  }
  if (failures.length > 0) throw failures[0];
  return state;
}

async function count(outcomes: readonly Outcome[], body: BulkBody, state: Loaded, options: LoadOptions): Promise<void> {
  const rejections: Parameters<RejectedFile['write']>[0][number][] = [];
  const { buckets } = state;
  for (const outcome of outcomes) {
    if (outcome.kind === 'done') {
      buckets.indexed++;
      continue;
    }
    if (outcome.kind === 'conflict') {
      if (options.mode === 'create') buckets.existing++;
      else buckets.newer++;
      continue;
    }
    const { action, source, id } = partsOf(body, outcome.item, state.notLoaded);
    buckets.rejected++;
    const { status, type, reason } = outcome;
    rejections.push({ rejection: { line: outcome.item.line, id, status, type, reason }, action, source });
  }
  await options.rejected.write(rejections);
}

/** Rejected documents are few, so their action is read once more. */
function partsOf(
  body: BulkBody,
  item: BulkItem,
  notLoaded: ContentDigest,
): { action: Buffer; source: Buffer; id: string } {
  const { bytes } = body;
  const line = readActionLine(bytes, item.actionStart, item.sourceStart - 1)!;
  notLoaded.add(line.idSpan, line.routingSpan, { bytes, start: item.sourceStart, end: item.sourceEnd });
  return {
    action: Buffer.from(bytes.subarray(item.actionStart, item.sourceStart - 1)),
    source: Buffer.from(bytes.subarray(item.sourceStart, item.sourceEnd)),
    id: line.id ?? '',
  };
}
