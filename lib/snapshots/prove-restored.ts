import { at } from '../contract/by-name.ts';
import type { RestoredCheck } from '../contract/restored-check.ts';
import type { IndexMarks } from '../contract/shard-marks.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { countDocuments } from '../elasticsearch/read/count-documents.ts';
import { countAroundMark } from '../elasticsearch/read/count-operations.ts';
import { readIndexMarks } from '../elasticsearch/snapshots/shard-marks.ts';
import { AppError } from '../errors.ts';
import type { DocumentRate } from '../loading/document-rate.ts';
import { digestIndex } from '../proving/check-content.ts';
import { withRetry } from '../retry.ts';
import type { Run } from '../running/run.ts';
import { Meter } from '../running/meter.ts';
import { COMPARING } from '../proving/phases.ts';
import { compareRestored, type Expected } from './compare-restored.ts';

const RETRY_MS = 600_000;

/**
 * Compares a restored index with what is known of its snapshot: each shard's number, and the content where there is a digest. Throws
 * `content_mismatch` where it is not what was taken, and `index_changed` where another index has the name.
 */
export async function proveRestored(
  cluster: Cluster,
  { index, uuid, known, rate }: { index: string; uuid: string; known: Expected; rate?: DocumentRate | undefined },
  run: Run,
): Promise<RestoredCheck> {
  const startedMs = performance.now();
  run.report(new Meter().progress({ ...COMPARING, subject: index, done: 0, total: null, unit: 'documents' }));
  const retry = <T>(read: () => Promise<T>) => withRetry(read, { totalMs: RETRY_MS, signal: run.signal });
  const restored = await retry(async () => at(await readIndexMarks(cluster, [index], run.signal), index));
  if (restored?.uuid !== uuid)
    throw new AppError('index_changed', `${index} is not the index that was restored, or not all of its shards run.`, {
      hint: 'Somebody else changed it, or a node was lost. Check the cluster, then resume the job.',
    });
  const above = await retry(() => countAbove(cluster, known, restored, run.signal));
  const documents = await retry(() => countDocuments(cluster, index, run.signal));
  const compared = compareRestored(known, restored, above);
  const proven =
    compared.verdict === 'counted' && known.digest !== null
      ? await compareDigest(cluster, { index, shards: restored.shards.length, expected: known.digest, rate }, run)
      : { ...compared, digest: null };
  const check = { ...compared, ...proven, documents, seconds: (performance.now() - startedMs) / 1000 };
  run.log(check.sentence);
  if (check.verdict !== 'different') return check;
  throw new AppError('content_mismatch', `${index} is not what the snapshot was taken of. ${check.sentence}`, {
    hint: `The alias was not switched, and the live index was not touched. ${index} is kept, so that you can look at it: find out who writes to it, or restore an older snapshot.`,
    details: { index, check },
  });
}

/** Documents with a higher number than any at the end of a bracketed snapshot; null: the numbers are not known. */
async function countAbove(
  cluster: Cluster,
  { proof, after }: Expected,
  { index }: IndexMarks,
  signal: AbortSignal,
): Promise<number | null> {
  if (proof !== 'bracketed' || after === null) return null;
  const counts = await Promise.all(
    after.map(({ shard, maxSeqNo }) => countAroundMark(cluster, { index, shard, mark: maxSeqNo }, signal)),
  );
  return counts.reduce((sum, { above }) => sum + above, 0);
}

async function compareDigest(
  cluster: Cluster,
  {
    index,
    shards,
    expected,
    rate,
  }: { index: string; shards: number; expected: string; rate: DocumentRate | undefined },
  run: Run,
): Promise<Pick<RestoredCheck, 'verdict' | 'digest' | 'sentence'>> {
  const { digest, documents } = await digestIndex(cluster, { index, shards, meanBytes: null, rate }, run);
  return digest === expected
    ? {
        verdict: 'equal',
        digest,
        sentence:
          documents === 1
            ? 'The one document is equal to the one in the snapshot, by count and by content.'
            : `All ${documents.toLocaleString('en')} documents are equal to those in the snapshot, by count and by content.`,
      }
    : {
        verdict: 'different',
        digest,
        sentence: 'It has the right number of documents, but their content differs from the snapshot’s digest.',
      };
}
