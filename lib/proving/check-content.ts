import { ContentDigest } from '../archive/digest.ts';
import { replaceLineBreaks } from '../archive/document-lines.ts';
import type { ContentCheck } from '../contract/load-outcome.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { openReader } from '../elasticsearch/read/read-documents.ts';
import { AppError, isAppError } from '../errors.ts';
import { areOf, formatCount, plural } from '../format.ts';
import { tokenSpan } from '../json/text.ts';
import { withRetry } from '../retry.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import { COMPARING } from './phases.ts';
import type { DocumentRate } from '../loading/document-rate.ts';
import { STEP_RETRY_MS } from '../loading/retry-while-blocked.ts';

/** The index to read. */
interface IndexToCheck {
  index: string;
  shards: number;
  /** Mean size of a document, for the size of a page; null: unknown. */
  meanBytes: number | null;
  /** Limits the documents that are read per second; absent: no limit. */
  rate?: DocumentRate | undefined;
}

export interface ExpectedContent {
  /** In the backup. */
  documents: number;
  /** Of the documents that the index must hold. */
  digest: ContentDigest;
  /** Of the whole backup, as hex. */
  backupDigest: string;
  rejected: number;
}

/**
 * Reads the whole index and compares it with the backup, by count and by content in any order. For an index that was
 * empty before the load. Throws `index_changed` where the index was deleted.
 */
export async function checkContent(
  cluster: Cluster,
  target: IndexToCheck,
  expected: ExpectedContent,
  run: Run<never>,
): Promise<ContentCheck> {
  const startedAt = performance.now();
  const actual = await digestIndex(cluster, target, run);
  const expectedCount = expected.documents - expected.rejected;
  const base = {
    documents: actual.documents,
    expected: expected.documents,
    digest: actual.digest,
    expectedDigest: expected.backupDigest,
    seconds: (performance.now() - startedAt) / 1000,
  };
  if (actual.documents !== expectedCount)
    return {
      ...base,
      verdict: 'different',
      sentence: `The index has ${plural(actual.documents, 'document')} instead of ${formatCount(expectedCount)}.`,
    };
  if (actual.digest !== expected.digest.hex())
    return {
      ...base,
      verdict: 'different',
      sentence: `The index has the right number of documents (${formatCount(expectedCount)}), but their content differs from the backup.`,
    };
  const compared = { equal: actual.documents, different: 0, missing: expected.rejected, extra: 0 };
  if (expected.rejected === 0)
    return { ...base, verdict: 'equal', sentence: equalSentence(actual.documents), compared };
  return {
    ...base,
    compared,
    verdict: 'partial',
    sentence:
      `${plural(actual.documents, 'document')} ${areOf(actual.documents)} equal to the backup’s; the ` +
      `other ${formatCount(expected.rejected)} ${areOf(expected.rejected)} not in the index.`,
  };
}

function equalSentence(documents: number): string {
  if (documents === 0) return 'The index is empty, as the backup is.';
  return `${documents === 1 ? 'The one document is' : `All ${formatCount(documents)} documents are`} equal to the backup’s, by count and by content.`;
}

interface IndexDigest {
  documents: number;
  digest: string;
}

const MAX_READS = 3;

/** Count and digest of an index as it is at one moment. Reads from the start again where a scroll lost a page or a point in time ended because its server restarted. */
export async function digestIndex(
  cluster: Cluster,
  target: IndexToCheck,
  run: Pick<Run, 'signal' | 'report' | 'log'>,
): Promise<IndexDigest> {
  const { index } = target;
  for (let reads = 1; ; reads++) {
    try {
      return await readDigest(cluster, target, run);
    } catch (error) {
      if (isAppError(error) && error.code === 'not_found')
        throw new AppError('index_changed', `${index} was deleted while it was being checked.`, {
          hint: 'Somebody else did this. Find out who and why.',
          cause: error,
        });
      if (reads === MAX_READS || !isAppError(error) || error.code !== 'index_changed') throw error;
      run.log(`${error.message} Reading ${index} once more from its start.`);
    }
  }
}

const REPORT_EVERY_MS = 200;

async function readDigest(
  cluster: Cluster,
  { index, shards, meanBytes, rate }: IndexToCheck,
  run: Pick<Run, 'signal' | 'report' | 'log'>,
): Promise<IndexDigest> {
  const digest = new ContentDigest();
  const meter = new Meter();
  let documents = 0;
  let taken = 0;
  let pausedBecause: string | null = null;
  let reportedAt = -Infinity;
  const reader = await withRetry(
    () =>
      openReader(cluster, index, {
        shards,
        meanBytes,
        pageDocuments: rate?.portion,
        signal: run.signal,
        onWait: (error) => void (pausedBecause = error instanceof Error ? error.message : String(error)),
      }),
    { totalMs: STEP_RETRY_MS, signal: run.signal },
  );
  try {
    await reader.read(
      ({ bytes, idStart, idEnd, routingStart, routingEnd, sourceStart, sourceEnd }) => {
        replaceLineBreaks(bytes, sourceStart, sourceEnd);
        digest.add(
          tokenSpan(bytes, idStart, idEnd),
          routingStart === -1 ? null : tokenSpan(bytes, routingStart, routingEnd),
          { bytes, start: sourceStart, end: sourceEnd },
        );
        documents++;
      },
      () => {
        const read = documents - taken;
        taken = documents;
        const within = read === 0 ? null : (rate?.take(read) ?? null);
        if (performance.now() - reportedAt < REPORT_EVERY_MS) return within;
        reportedAt = performance.now();
        run.report(
          meter.progress({
            ...COMPARING,
            subject: index,
            done: documents,
            total: reader.total,
            unit: 'documents',
            pausedBecause,
          }),
        );
        pausedBecause = null;
        return within;
      },
    );
  } finally {
    await reader.close();
  }
  return { documents, digest: digest.hex() };
}
