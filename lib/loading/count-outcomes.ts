import { readActionLine } from '../archive/action-line.ts';
import type { ContentDigest } from '../archive/digest.ts';
import type { Buckets } from '../contract/load-outcome.ts';
import type { ConflictMode } from '../contract/plan.ts';
import type { DocumentKey } from '../elasticsearch/read/get-documents.ts';
import type { BulkBody, BulkItem } from '../elasticsearch/write/bulk-body.ts';
import type { Outcome } from '../elasticsearch/write/bulk-response.ts';
import type { RejectedEntry, RejectedFile } from './rejected-file.ts';

/** The outcomes of the first `done` documents of a load. */
export interface LoadState {
  buckets: Buckets;
  done: number;
  /** Of the rejected documents. A document that existed before is in the index, or the content check finds a difference. */
  notLoaded: ContentDigest;
}

/** For a progress report: each document is in exactly one of them. */
export const countersOf = ({ indexed, existing, newer, rejected }: Buckets): Record<string, number> => ({
  indexed,
  existing,
  newer,
  rejected,
});

interface CountOptions {
  mode: ConflictMode;
  rejected: RejectedFile;
  countOverwritten: boolean;
  /** How many of these documents the target does not hold. */
  countAbsent: (documents: readonly DocumentKey[]) => Promise<number>;
}

/** Adds the outcomes of one bulk to `state`, and writes its rejected documents to the file. */
export async function countOutcomes(
  outcomes: readonly Outcome[],
  body: BulkBody,
  state: LoadState,
  { countOverwritten, mode, rejected, countAbsent }: CountOptions,
): Promise<void> {
  const entries: RejectedEntry[] = [];
  const { buckets } = state;
  // A server remembers the version of a deleted document for a while (index.gc_deletes), and reports a conflict for it.
  const newer = mode === 'create' ? [] : outcomes.filter(({ kind }) => kind === 'conflict');
  const deleted = await countAbsent(newer.map(({ item }) => keyOf(body, item)));
  if (deleted > 0) buckets.deleted = (buckets.deleted ?? 0) + deleted;
  if (countOverwritten) {
    const replaced = outcomes.filter((outcome) => outcome.kind === 'done' && outcome.replaced);
    buckets.overwritten = (buckets.overwritten ?? 0) + replaced.length;
  }
  for (const outcome of outcomes) {
    if (outcome.kind === 'done') buckets.indexed++;
    else if (outcome.kind === 'conflict') {
      if (mode === 'create') buckets.existing++;
      else buckets.newer++;
    } else {
      buckets.rejected++;
      entries.push(copyRejected(body, outcome, state.notLoaded));
    }
  }
  await rejected.write(entries);
}

function keyOf(body: BulkBody, item: BulkItem): DocumentKey {
  const { id, routing } = readActionLine(body.bytes, item.actionStart, item.sourceStart - 1)!;
  return { id: id ?? '', routing };
}

/** Copies the document out of the body and adds it to the digest. Parses its action again: few documents are rejected. */
function copyRejected(
  body: BulkBody,
  { item, status, type, reason }: Extract<Outcome, { kind: 'rejected' }>,
  notLoaded: ContentDigest,
): RejectedEntry {
  const { bytes } = body;
  const { id, idSpan, routingSpan } = readActionLine(bytes, item.actionStart, item.sourceStart - 1)!;
  notLoaded.add(idSpan, routingSpan, { bytes, start: item.sourceStart, end: item.sourceEnd });
  return {
    rejection: { line: item.line, id: id ?? '', status, type, reason },
    action: Buffer.from(bytes.subarray(item.actionStart, item.sourceStart - 1)),
    source: Buffer.from(bytes.subarray(item.sourceStart, item.sourceEnd)),
  };
}
