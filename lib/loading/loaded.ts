import type { Buckets } from '../contract/outcome.ts';
import type { ConflictMode } from '../contract/plan.ts';
import { readActionLine } from '../archive/action-line.ts';
import type { ContentDigest } from '../archive/digest.ts';
import type { BulkBody, BulkItem } from '../elasticsearch/bulk-body.ts';
import type { Outcome } from '../elasticsearch/write-documents.ts';
import type { RejectedFile } from './rejected-documents.ts';

/** How far a load is: what became of the documents from the start on. */
export interface Loaded {
  buckets: Buckets;
  done: number;
  /** Of the rejected documents. What was there already is there, or the comparison says so. */
  notLoaded: ContentDigest;
}

/** Adds what became of one bulk's documents, and keeps the rejected ones. */
export async function countOutcomes(
  outcomes: readonly Outcome[],
  body: BulkBody,
  loaded: Loaded,
  { mode, rejected }: { mode: ConflictMode; rejected: RejectedFile },
): Promise<void> {
  const rejections: Parameters<RejectedFile['write']>[0][number][] = [];
  const { buckets } = loaded;
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
