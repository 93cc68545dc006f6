import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Authorised } from '../access/authorise.ts';
import { documentDigest } from '../archive/document-digest.ts';
import { mayDoWithShared } from '../access/shared-rules.ts';
import { clusterOfSide } from '../comparing/cluster-of-side.ts';
import { compareDocuments, type FoundSource } from '../comparing/compare-documents.ts';
import { differenceFile } from '../comparing/difference-files.ts';
import { readDifferenceAt, readDifferencePage } from '../comparing/difference-page.ts';
import { readFromBackup, readFromIndex } from '../comparing/read-document.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { ComparedDocument } from '../contract/compared-document.ts';
import type { ComparedSide, IndexSide } from '../contract/comparison.ts';
import type { DifferencesPage, DifferentDocumentQuery } from '../contract/comparison-page.ts';
import { DIFFERENCE_BUCKETS, type Difference, type DifferenceBucket } from '../contract/difference.ts';
import { listNamed } from '../elasticsearch/admin/list-indices.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError, isAppError } from '../errors.ts';
import { openRegularFile } from '../files/regular-file.ts';
import { jobs } from '../jobs/jobs.ts';
import { compare } from '../kinds/compare/describe.ts';
import type { CompareResult, CompareWork } from '../kinds/compare/schema.ts';
import { isJobOf } from '../kinds/kind.ts';
import { jobOn } from './load-job.ts';
import { blockedByOtherSides } from './other-sides.ts';
import { placeOf } from './place.ts';

type Caller = Pick<Authorised, 'cluster' | 'identity'>;

/** A comparison that has ended well. Throws AppError not_found. */
function comparisonOn(cluster: ConfiguredCluster, id: string): { work: CompareWork; result: CompareResult } {
  const job = jobOn(cluster, id);
  if (!isJobOf(compare, job) || job.status !== 'succeeded')
    throw new AppError('not_found', `Job ${id} has no list of differences.`, { hint: 'Compare again.' });
  return { work: job.work, result: job.result };
}

/**
 * Differences name documents of both sides: the sources of backups, and the other clusters of indices, decide too. Throws AppError
 * forbidden, not_found.
 */
export async function assertMayReadDifferences({
  context: { cluster, identity },
  params,
}: {
  context: Caller;
  params: { id: string };
}): Promise<void> {
  const { work } = jobOn(cluster, params.id);
  const sides = compare.kind === work.kind ? compare.comparedSides(work as CompareWork) : null;
  if (sides === null) return;
  const blocked = await blockedByOtherSides(identity, sides);
  if (blocked !== null)
    throw new AppError('forbidden', blocked, { hint: 'Ask somebody who may read documents on both clusters.' });
  for (const side of [sides.left, sides.right]) {
    if (side.kind !== 'backup') continue;
    const verdict = await mayDoWithShared(identity, cluster, 'read-documents', { source: side.backup.source });
    if (!verdict.allowed)
      throw new AppError('forbidden', verdict.why, { hint: 'Ask somebody who may read documents there.' });
  }
}

const ROWS_PER_PAGE = 50;
/** Shorter than a person waits; the page goes on where it stopped. */
const SEARCH_MS = 2_000;

export async function loadDifferences(
  cluster: ConfiguredCluster,
  id: string,
  { bucket, from, contains }: { bucket: DifferenceBucket; from: number; contains: string },
  signal: AbortSignal,
): Promise<DifferencesPage> {
  const { result } = comparisonOn(cluster, id);
  if (result.counts[bucket] === 0) return { rows: [], next: null };
  const page = await readDifferencePage(jobs.directory(id), bucket, {
    from,
    contains,
    most: ROWS_PER_PAGE,
    withinMs: SEARCH_MS,
    signal,
  });
  return { rows: page.found.map(({ at, difference }) => ({ ...difference, at })), next: page.next };
}

/** Longer than a backup of gigabytes takes to read. */
const DOCUMENT_TIMEOUT_MS = 110_000;

/** One differing document as both sides have it now, field by field. */
export async function loadDifferentDocument(
  cluster: ConfiguredCluster,
  id: string,
  { bucket, at, id: document }: DifferentDocumentQuery,
  signal: AbortSignal,
): Promise<ComparedDocument> {
  const { work } = comparisonOn(cluster, id);
  const difference = await readDifferenceAt(jobs.directory(id), bucket, at, signal);
  if (difference.id !== document)
    throw new AppError('not_found', 'The list has another document at this position.', { hint: 'Reload the page.' });
  const limited = AbortSignal.any([signal, AbortSignal.timeout(DOCUMENT_TIMEOUT_MS)]);
  const [left, right] = await Promise.all(
    (['left', 'right'] as const).map((side) =>
      findSource(cluster, { sides: work, name: side }, { difference, recorded: difference.digests[side] }, limited),
    ),
  );
  return compareDocuments(left!, right!);
}

interface Recorded {
  difference: Difference;
  /** The digest of the side's document; null: it had none. */
  recorded: string | null;
}

interface NamedSide {
  sides: { left: ComparedSide; right: ComparedSide };
  name: 'left' | 'right';
}

async function findSource(
  cluster: ConfiguredCluster,
  side: NamedSide,
  { difference, recorded }: Recorded,
  signal: AbortSignal,
): Promise<FoundSource> {
  // A backup does not change, and only its whole reading shows that a document is not in it.
  if (side.sides[side.name].kind === 'backup' && recorded === null) return { source: null, changedSince: false };
  try {
    const source = await readSide(cluster, side, difference, signal);
    const digest = source === null ? null : documentDigest(difference, source);
    return { source, changedSince: digest !== recorded };
  } catch (error) {
    if (signal.aborted) throw isTimeout(signal.reason) ? tooLong() : error;
    if (!isAppError(error)) throw error;
    return { why: error.message };
  }
}

const isTimeout = (reason: unknown): boolean => reason instanceof DOMException && reason.name === 'TimeoutError';

const tooLong = () =>
  new AppError('timed_out', `The document was not found within ${DOCUMENT_TIMEOUT_MS / 1000} s.`, {
    hint: 'Download the backup to look into it.',
  });

async function readSide(
  cluster: ConfiguredCluster,
  { sides, name }: NamedSide,
  key: Difference,
  signal: AbortSignal,
): Promise<Buffer | null> {
  const place = placeOf(cluster);
  const { backups } = place;
  const side = sides[name];
  if (side.kind === 'backup') return readFromBackup(backups, side.backup, key, signal);
  const connection = clusterOfSide(place, sides, name);
  await requireSameIndex(connection, side, signal);
  return readFromIndex(connection, side.index, key, signal);
}

/** A look-up in an index that is not there is retried as if a shard did not answer. */
async function requireSameIndex(connection: Cluster, { index, uuid }: IndexSide, signal: AbortSignal): Promise<void> {
  const { indices } = await listNamed(connection, [index], signal);
  const now = indices.find(({ name }) => name === index);
  if (now === undefined) throw new AppError('not_found', `${index} was deleted since the comparison.`);
  if (now.uuid !== uuid) throw new AppError('index_changed', `${index} was created again since the comparison.`);
  if (now.state === 'closed') throw new AppError('refused', `${index} is closed.`);
}

/** All differences as NDJSON, one bucket after the other. Throws AppError not_found. */
export async function openDifferences(
  cluster: ConfiguredCluster,
  id: string,
  signal: AbortSignal,
): Promise<{ stream: Readable; bytes: number }> {
  const { result } = comparisonOn(cluster, id);
  const opened: { handle: FileHandle; bytes: number }[] = [];
  try {
    for (const bucket of DIFFERENCE_BUCKETS) {
      if (result.counts[bucket] === 0) continue;
      const handle = await openRegularFile(differenceFile(jobs.directory(id), bucket), constants.O_RDONLY);
      opened.push({ handle, bytes: 0 });
      opened.at(-1)!.bytes = (await handle.stat()).size;
    }
  } catch (cause) {
    await Promise.all(opened.map(({ handle }) => handle.close()));
    throw new AppError('not_found', 'The list of these differences is no longer there.', {
      cause,
      hint: 'Compare again.',
    });
  }
  const stream = Readable.from(piecesOf(opened, signal), { objectMode: false });
  stream.once('close', () => void Promise.all(opened.map(({ handle }) => handle.close().catch(() => undefined))));
  signal.addEventListener('abort', () => stream.destroy(), { once: true });
  return { stream, bytes: opened.reduce((sum, { bytes }) => sum + bytes, 0) };
}

async function* piecesOf(
  opened: readonly { handle: FileHandle; bytes: number }[],
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  for (const { handle, bytes } of opened)
    if (bytes > 0) yield* handle.createReadStream({ end: bytes - 1, autoClose: false, signal });
}
