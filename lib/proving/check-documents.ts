import { replaceLineBreaks } from '../archive/document-lines.ts';
import type { PairBlock } from '../archive/pairs.ts';
import { requireAction } from '../archive/require-action.ts';
import type { ContentCheck } from '../contract/load-outcome.ts';
import { countDocuments } from '../elasticsearch/read/count-documents.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { getDocuments } from '../elasticsearch/read/get-documents.ts';
import { areOf, formatCount, plural } from '../format.ts';
import type { DocumentRate } from '../loading/document-rate.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import { LOOKING_UP } from './phases.ts';

/** Each document of the backup is in one of these: in the index with equal content, with other content, or not there. */
interface LookupCounts {
  equal: number;
  different: number;
  missing: number;
}

export interface ExpectedDocuments {
  /** Of the backup. */
  blocks: AsyncIterable<PairBlock>;
  documents: number;
  digest: string;
  /**
   * Documents that the target did not accept: rejected ones, and those that conflicted with an existing document. No more
   * than these may differ, and only the rejected and the deleted ones may be missing.
   */
  notLoaded: number;
  rejected: number;
  /** Those of the conflicting documents that were deleted on the target. */
  deleted?: number | undefined;
  /** The mapping type that Elasticsearch 6 requires; null from 7 on. */
  type: string | null;
  /** Limits the documents that are looked up per second; absent: no limit. */
  rate?: DocumentRate | undefined;
}

/**
 * For an index that may hold other documents too: looks up each document of the backup by id and routing, and compares
 * the bytes of its source. The verdict is `equal` if all are equal and the index holds no others.
 */
export async function checkDocuments(
  cluster: Cluster,
  index: string,
  expected: ExpectedDocuments,
  run: Run<never>,
): Promise<ContentCheck> {
  const startedAt = performance.now();
  const counts = await lookUpDocuments(cluster, index, expected, run);
  const documents = await countDocuments(cluster, index, run.signal);
  const others = documents - counts.equal - counts.different;
  const verdict = decideVerdict(counts, others, expected);
  return {
    documents,
    expected: expected.documents,
    digest: null,
    expectedDigest: expected.digest,
    seconds: (performance.now() - startedAt) / 1000,
    verdict,
    sentence: verdict === 'equal' ? equalSentence(counts.equal) : describeCounts(counts, others, expected),
    compared: { ...counts, extra: others },
  };
}

function decideVerdict(
  { equal, different, missing }: LookupCounts,
  others: number,
  { documents, notLoaded, rejected, deleted = 0 }: ExpectedDocuments,
): ContentCheck['verdict'] {
  if (equal === documents && others === 0) return 'equal';
  return missing <= rejected + deleted && different + missing <= notLoaded ? 'additive' : 'different';
}

const equalSentence = (equal: number): string =>
  `${equal === 1 ? 'The one document of the backup was looked up and is' : `All ${formatCount(equal)} documents of the backup were looked up and are`} ` +
  'in the index byte for byte, and no others are.';

function describeCounts(
  { equal, different, missing }: LookupCounts,
  others: number,
  { documents, deleted = 0 }: ExpectedDocuments,
): string {
  const why = missing > 0 && deleted > 0 ? `, of which ${formatCount(deleted)} had just been deleted from it` : '';
  const parts = [
    `${plural(documents, 'document')} of the backup looked up: ${formatCount(equal)} ${areOf(equal)} in the index byte for byte`,
    ...(different > 0 ? [`${formatCount(different)} ${areOf(different)} in it with other content`] : []),
    ...(missing > 0 ? [`${formatCount(missing)} ${areOf(missing)} missing${why}`] : []),
    ...(others > 0 ? [`the index also has ${plural(others, 'document')} that the backup does not have`] : []),
  ];
  return `${parts.join('; ')}.`;
}

const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const MAX_BATCH_DOCUMENTS = 1_000;

async function lookUpDocuments(
  cluster: Cluster,
  index: string,
  { blocks, documents: total, rate, type }: ExpectedDocuments,
  run: Run<never>,
): Promise<LookupCounts> {
  const counts: LookupCounts = { equal: 0, different: 0, missing: 0 };
  const meter = new Meter();
  let batch: { id: string; routing: string | null; source: Buffer }[] = [];
  let batchBytes = 0;
  const most = Math.min(MAX_BATCH_DOCUMENTS, rate?.portion ?? MAX_BATCH_DOCUMENTS);
  const flush = async () => {
    if (batch.length === 0) return;
    await rate?.take(batch.length);
    const found = await getDocuments(cluster, index, batch, type, run.signal);
    for (const [position, { source }] of batch.entries()) counts[compareSource(source, found[position])]++;
    run.report(
      meter.progress({
        ...LOOKING_UP,
        subject: index,
        done: counts.equal + counts.different + counts.missing,
        total,
        unit: 'documents',
      }),
    );
    batch = [];
    batchBytes = 0;
  };
  for await (const { bytes, bounds, pairs, firstLine } of blocks) {
    for (let pair = 0; pair < pairs; pair++) {
      const offset = pair * 4;
      const sourceStart = bounds[offset + 2]!;
      const sourceEnd = bounds[offset + 3]!;
      const action = requireAction(bytes, bounds[offset]!, bounds[offset + 1]!, firstLine + pair * 2);
      batch.push({ id: action.id!, routing: action.routing, source: bytes.subarray(sourceStart, sourceEnd) });
      batchBytes += sourceEnd - sourceStart;
      if (batchBytes >= MAX_BATCH_BYTES || batch.length >= most) await flush();
    }
    // The block's bytes are reused for the next block.
    await flush();
  }
  return counts;
}

/** `found`: the source in the index; null: none. Changed in place. */
function compareSource(source: Buffer, found: Buffer | null | undefined): keyof LookupCounts {
  if (found == null) return 'missing';
  replaceLineBreaks(found, 0, found.length);
  return found.equals(source) ? 'equal' : 'different';
}
