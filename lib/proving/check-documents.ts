import type { ContentCheck } from '../contract/load-outcome.ts';
import type { PairBlock } from '../archive/pairs.ts';
import { requireAction } from '../archive/require-action.ts';
import { replaceLineBreaks } from '../archive/document-lines.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { getDocuments } from '../elasticsearch/read/get-documents.ts';
import { countDocuments } from '../elasticsearch/read/count-documents.ts';
import { areOf, formatCount, plural } from '../format.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import { LOOKING_UP } from './phases.ts';

interface DocumentsFound {
  /** Of the backup's documents: in the index with the same content, with another, or not there. */
  equal: number;
  different: number;
  missing: number;
}

export interface AdditiveCheck {
  blocks: AsyncIterable<PairBlock>;
  /** Of the backup. */
  documents: number;
  digest: string;
  /** Not taken: rejected, or there already as something else. No more than these may differ, and only the rejected and the deleted ones may be missing. */
  left: number;
  rejected: number;
  /** Of those not taken: newer on the target, where they were deleted. */
  deleted?: number | undefined;
  /** Towards Elasticsearch 6. */
  type: string | null;
}

/**
 * For an index that may hold other documents too: each document of the backup is looked up by id and routing, and the
 * bytes of its source compared. All equal and none besides them: the index is the backup's equal.
 */
export async function checkDocuments(
  cluster: Cluster,
  index: string,
  against: AdditiveCheck,
  run: Run<never>,
): Promise<ContentCheck> {
  const began = performance.now();
  const { equal, different, missing } = await lookUp(cluster, index, against, run);
  const there = await countDocuments(cluster, index, run.signal);
  const base = {
    documents: there,
    expected: against.documents,
    digest: null,
    expectedDigest: against.digest,
    seconds: (performance.now() - began) / 1000,
  };
  const others = there - equal - different;
  if (equal === against.documents && others === 0)
    return {
      ...base,
      verdict: 'equal',
      sentence:
        `${equal === 1 ? 'The one document of the backup was looked up and is' : `All ${formatCount(equal)} documents of the backup were looked up and are`} ` +
        'there byte for byte, and no others.',
    };
  const { deleted = 0 } = against;
  const why = missing > 0 && deleted > 0 ? `, of which ${formatCount(deleted)} had just been deleted there` : '';
  const parts = [
    `${plural(against.documents, 'document')} of the backup looked up: ${formatCount(equal)} ${areOf(equal)} there byte for byte`,
    ...(different > 0 ? [`${formatCount(different)} ${areOf(different)} there with other content`] : []),
    ...(missing > 0 ? [`${formatCount(missing)} ${areOf(missing)} not there${why}`] : []),
    ...(others > 0 ? [`the index holds ${plural(others, 'other')} besides`] : []),
  ];
  return {
    ...base,
    verdict: missing <= against.rejected + deleted && different + missing <= against.left ? 'additive' : 'different',
    sentence: `${parts.join('; ')}.`,
  };
}

const AT_A_TIME_BYTES = 4 * 1024 * 1024;
const AT_A_TIME = 1_000;

async function lookUp(
  cluster: Cluster,
  index: string,
  { blocks, documents: total, type }: AdditiveCheck,
  run: Run<never>,
): Promise<DocumentsFound> {
  const found: DocumentsFound = { equal: 0, different: 0, missing: 0 };
  const meter = new Meter();
  let batch: { id: string; routing: string | null; source: Buffer }[] = [];
  let bytes = 0;
  const look = async () => {
    if (batch.length === 0) return;
    const sources = await getDocuments(cluster, index, batch, type, run.signal);
    for (const [at, { source }] of batch.entries()) {
      const there = sources[at];
      if (there == null) found.missing++;
      else {
        replaceLineBreaks(there, 0, there.length);
        if (there.equals(source)) found.equal++;
        else found.different++;
      }
    }
    run.report(
      meter.progress({
        ...LOOKING_UP,
        subject: index,
        done: found.equal + found.different + found.missing,
        total,
        unit: 'documents',
      }),
    );
    batch = [];
    bytes = 0;
  };
  for await (const block of blocks) {
    for (let pair = 0; pair < block.pairs; pair++) {
      const [actionStart, actionEnd, sourceStart, sourceEnd] = [
        block.bounds[pair * 4]!,
        block.bounds[pair * 4 + 1]!,
        block.bounds[pair * 4 + 2]!,
        block.bounds[pair * 4 + 3]!,
      ];
      const line = requireAction(block.bytes, actionStart, actionEnd, block.firstLine + pair * 2);
      batch.push({ id: line.id!, routing: line.routing, source: block.bytes.subarray(sourceStart, sourceEnd) });
      bytes += sourceEnd - sourceStart;
      if (bytes >= AT_A_TIME_BYTES || batch.length >= AT_A_TIME) await look();
    }
    // The block's bytes go with it.
    await look();
  }
  return found;
}
