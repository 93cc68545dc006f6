import { requireAction } from '../archive/require-action.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import type { BulkTarget } from '../elasticsearch/write/send-bulk.ts';
import { cancelled } from '../errors.ts';
import { actionFor } from './bulk-action.ts';
import { BulksInFlight, type BulkOptions } from './bulks-under-way.ts';
import type { Loaded } from './loaded.ts';

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

/** Sends every document and counts what became of each. Nothing is made for a single document but its action line. */
export async function loadDocuments(
  cluster: Cluster,
  target: BulkTarget,
  documents: AsyncIterable<readonly SourceDocument[]>,
  options: BulkOptions,
): Promise<Loaded> {
  const { mode, type, signal } = options;
  const bulks = new BulksInFlight(cluster, target, options);
  let filling = bulks.takeFreeBody();
  try {
    for await (const some of documents) {
      for (const { bytes, actionStart, actionEnd, sourceStart, sourceEnd, line } of some) {
        while (bulks.isFullFor(sourceEnd - sourceStart)) await bulks.nextAnswer();
        const action = requireAction(bytes, actionStart, actionEnd, line - 1);
        filling.add(actionFor(action, mode, type), bytes, sourceStart, sourceEnd, line);
        if (!filling.isFull) continue;
        bulks.send(filling);
        while (bulks.hasNoFreeBody) await bulks.nextAnswer();
        filling = bulks.takeFreeBody();
      }
      if (signal.aborted) throw cancelled();
    }
    if (filling.items.length > 0) bulks.send(filling);
  } finally {
    await bulks.settled();
  }
  bulks.needNoFailure();
  return bulks.loaded;
}
