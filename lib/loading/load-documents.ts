import type { ActionLine } from '../archive/action-line.ts';
import { requireAction } from '../archive/require-action.ts';
import type { ConflictMode } from '../contract/plan.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import type { BulkTarget } from '../elasticsearch/write/send-bulk.ts';
import { cancelled } from '../errors.ts';
import { BulksInFlight, type BulkOptions } from './bulks-in-flight.ts';
import type { LoadState } from './count-outcomes.ts';

/** One document: the bounds of its action line and its source in `bytes`. */
export interface SourceDocument {
  bytes: Buffer;
  actionStart: number;
  actionEnd: number;
  sourceStart: number;
  sourceEnd: number;
  /** Of the source in the backup's `objects`, counted from 1. */
  line: number;
}

/** Sends every document and counts the outcomes. Allocates nothing per document except its action line. */
export async function loadDocuments(
  cluster: Cluster,
  target: BulkTarget,
  batches: AsyncIterable<readonly SourceDocument[]>,
  options: BulkOptions,
): Promise<LoadState> {
  const { bulkDocuments = Infinity, mode, type, signal } = options;
  const bulks = new BulksInFlight(cluster, target, options);
  let body = bulks.takeFreeBody();
  try {
    for await (const batch of batches) {
      for (const { bytes, actionStart, actionEnd, sourceStart, sourceEnd, line } of batch) {
        while (bulks.isFullFor(sourceEnd - sourceStart)) await bulks.nextResponse();
        const action = requireAction(bytes, actionStart, actionEnd, line - 1);
        body.add(formatAction(action, mode, type), bytes, sourceStart, sourceEnd, line);
        if (!body.isFull && body.items.length < bulkDocuments) continue;
        bulks.send(body);
        while (bulks.hasNoFreeBody) await bulks.nextResponse();
        body = bulks.takeFreeBody();
      }
      if (signal.aborted) throw cancelled();
    }
    if (body.items.length > 0) bulks.send(body);
  } finally {
    await bulks.settled();
  }
  bulks.assertNoFailure();
  return bulks.loaded;
}

/** A bulk action as every target accepts it: names without underscores, `_type` only for 6.8, routing always included. */
function formatAction(line: ActionLine, mode: ConflictMode, type: string | null): Buffer {
  const hasVersion = mode === 'external_gte' && line.version !== null;
  return Buffer.from(
    `{"${mode === 'create' ? 'create' : 'index'}":{${type === null ? '' : `"_type":${JSON.stringify(type)},`}"_id":${JSON.stringify(line.id)}${line.routing === null ? '' : `,"routing":${JSON.stringify(line.routing)}`}${
      hasVersion ? `,"version":${line.version},"version_type":"external_gte"` : ''
    }}}`,
  );
}
