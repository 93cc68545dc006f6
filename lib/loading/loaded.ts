import type { Buckets } from '../contract/load-outcome.ts';
import type { ConflictMode } from '../contract/plan.ts';
import { readActionLine } from '../archive/action-line.ts';
import type { ContentDigest } from '../archive/digest.ts';
import type { BulkBody, BulkItem } from '../elasticsearch/write/bulk-body.ts';
import type { DocumentKey } from '../elasticsearch/read/get-documents.ts';
import type { Outcome } from '../elasticsearch/write/bulk-response.ts';
import type { RejectedFile } from './rejected-documents.ts';

/** How far a load is: what became of the documents from the start on. */
export interface Loaded {
  buckets: Buckets;
  done: number;
  /** Of the rejected documents. What was there already is there, or the comparison says so. */
  notLoaded: ContentDigest;
}

interface Counting {
  mode: ConflictMode;
  rejected: RejectedFile;
  /** How many of these documents the target does not hold. */
  missing: (documents: readonly DocumentKey[]) => Promise<number>;
}

/** Adds what became of one bulk's documents, and keeps the rejected ones. */
export async function countOutcomes(
  outcomes: readonly Outcome[],
  body: BulkBody,
  loaded: Loaded,
  { mode, rejected, missing }: Counting,
): Promise<void> {
  const rejections: Parameters<RejectedFile['write']>[0][number][] = [];
  const { buckets } = loaded;
  // The server remembers the version of a deleted document for a while (index.gc_deletes), and it conflicts like any other.
  const newer = mode === 'create' ? [] : outcomes.filter(({ kind }) => kind === 'conflict');
  const deleted = await missing(newer.map(({ item }) => keyOf(body, item)));
  if (deleted > 0) buckets.deleted = (buckets.deleted ?? 0) + deleted;
  for (const outcome of outcomes) {
    if (outcome.kind === 'done') {
      buckets.indexed++;
      continue;
    }
    if (outcome.kind === 'conflict') {
      if (mode === 'create') buckets.existing++;
      else buckets.newer++;
      continue;
    }
    const { action, source, id } = partsOf(body, outcome.item, loaded.notLoaded);
    buckets.rejected++;
    const { status, type, reason } = outcome;
    rejections.push({ rejection: { line: outcome.item.line, id, status, type, reason }, action, source });
  }
  await rejected.write(rejections);
}

function keyOf(body: BulkBody, item: BulkItem): DocumentKey {
  const { id, routing } = readActionLine(body.bytes, item.actionStart, item.sourceStart - 1)!;
  return { id: id ?? '', routing };
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
