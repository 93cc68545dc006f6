import type { ContentCheck } from '../contract/load-outcome.ts';
import { ContentDigest } from '../archive/digest.ts';
import { replaceLineBreaks } from '../archive/document-lines.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { openReader } from '../elasticsearch/read/read-documents.ts';
import { AppError, isAppError } from '../errors.ts';
import { areOf, formatCount, plural } from '../format.ts';
import { tokenSpan } from '../json/text.ts';
import { withRetry } from '../retry.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import { COMPARING } from './phases.ts';

export interface ExpectedContent {
  documents: number;
  /** Of the documents that must be there. */
  digest: ContentDigest;
  /** Of the backup, as it is shown. */
  backupDigest: string;
  rejected: number;
}

/** Reads the whole index back and compares it with the backup: count, and content whatever the order. For an index that held nothing before. */
export async function checkContent(
  cluster: Cluster,
  index: string,
  shards: number,
  meanBytes: number | null,
  expected: ExpectedContent,
  run: Run<never>,
): Promise<ContentCheck> {
  const began = performance.now();
  const found = await digestOf(cluster, index, shards, meanBytes, run);
  const must = expected.documents - expected.rejected;
  const equal = found.documents === must && found.digest === expected.digest.hex();
  const base = {
    documents: found.documents,
    expected: expected.documents,
    digest: found.digest,
    expectedDigest: expected.backupDigest,
    seconds: (performance.now() - began) / 1000,
  };
  if (equal && expected.rejected === 0) return { ...base, verdict: 'equal', sentence: equalSentence(found.documents) };
  if (equal)
    return {
      ...base,
      verdict: 'partial',
      sentence:
        `${plural(found.documents, 'document')} ${areOf(found.documents)} equal to the backup’s; the ` +
        `other ${formatCount(expected.rejected)} ${areOf(expected.rejected)} not in the index.`,
    };
  const sentence =
    found.documents === must
      ? `The index has as many documents as it should (${formatCount(must)}), but their content is not the backup’s.`
      : `The index holds ${plural(found.documents, 'document')}, and should hold ${formatCount(must)}.`;
  return { ...base, verdict: 'different', sentence };
}

const REPORT_EVERY_MS = 200;

function equalSentence(documents: number): string {
  if (documents === 0) return 'The index is empty, as the backup is.';
  return `${documents === 1 ? 'The one document is' : `All ${formatCount(documents)} documents are`} equal to the backup’s, by count and by content.`;
}

/** A scroll that lost a page, or a point in time whose server started again, can't go on; the index is still there, and is read anew. */
async function digestOf(
  cluster: Cluster,
  index: string,
  shards: number,
  meanBytes: number | null,
  run: Run<never>,
): Promise<{ documents: number; digest: string }> {
  for (let tries = 1; ; tries++) {
    try {
      return await readOnce(cluster, index, shards, meanBytes, run);
    } catch (error) {
      if (isAppError(error) && error.code === 'not_found')
        throw new AppError('index_changed', `${index} was deleted while it was being checked.`, {
          hint: 'Somebody else did this. Find out who and why.',
          cause: error,
        });
      if (tries === MOST_READS || !isAppError(error) || error.code !== 'index_changed') throw error;
      run.log(`${error.message} Reading ${index} once more from its start.`);
    }
  }
}

const MOST_READS = 3;

async function readOnce(
  cluster: Cluster,
  index: string,
  shards: number,
  meanBytes: number | null,
  run: Run<never>,
): Promise<{ documents: number; digest: string }> {
  const digest = new ContentDigest();
  const meter = new Meter();
  let documents = 0;
  let waiting: string | null = null;
  let reportedAt = -Infinity;
  const reader = await withRetry(
    () =>
      openReader(cluster, index, {
        shards,
        meanBytes,
        signal: run.signal,
        onWait: (error) => void (waiting = error instanceof Error ? error.message : String(error)),
      }),
    { totalMs: 300_000, signal: run.signal },
  );
  try {
    await reader.read(
      (document) => {
        const { bytes, idStart, idEnd, routingStart, routingEnd, sourceStart, sourceEnd } = document;
        replaceLineBreaks(bytes, sourceStart, sourceEnd);
        digest.add(
          tokenSpan(bytes, idStart, idEnd),
          routingStart === -1 ? null : tokenSpan(bytes, routingStart, routingEnd),
          { bytes, start: sourceStart, end: sourceEnd },
        );
        documents++;
      },
      () => {
        if (performance.now() - reportedAt < REPORT_EVERY_MS) return null;
        reportedAt = performance.now();
        run.report(
          meter.progress({
            ...COMPARING,
            subject: index,
            done: documents,
            total: reader.total,
            unit: 'documents',
            pausedBecause: waiting,
          }),
        );
        waiting = null;
        return null;
      },
    );
  } finally {
    await reader.close();
  }
  return { documents, digest: digest.hex() };
}
