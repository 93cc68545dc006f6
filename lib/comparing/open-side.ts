import type { ContentDigest } from '../archive/digest.ts';
import { replaceLineBreaks } from '../archive/document-lines.ts';
import type { PairBlock } from '../archive/pairs.ts';
import { requireAction } from '../archive/require-action.ts';
import type { BackupReader } from '../archive/read-backup.ts';
import type { BackupSide, ComparedSide, IndexSide, SideCluster } from '../contract/comparison.ts';
import { readUuid } from '../elasticsearch/admin/describe-index.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import type { DocumentReader } from '../elasticsearch/read/document-reader.ts';
import { openReader } from '../elasticsearch/read/read-documents.ts';
import type { Drain } from '../elasticsearch/read/read-page.ts';
import { sampleDocuments } from '../elasticsearch/read/sample-documents.ts';
import { AppError } from '../errors.ts';
import type { DocumentTokens } from '../json/document-tokens.ts';
import { tokenSpan } from '../json/text.ts';
import { STEP_RETRY_MS } from '../loading/retry-while-blocked.ts';
import { withRetry } from '../retry.ts';
import type { ReadDocument } from './record.ts';

/** Where both sides are. `other`: as in `Place`. */
export interface SidesPlace {
  cluster: Cluster;
  backups: BackupReader;
  other?: (cluster: SideCluster, called: string) => Cluster;
}

export type Visit = (document: ReadDocument) => void;

/** A side whose documents are of one moment. */
export interface OpenSide {
  /** What it says of itself; the number that `read` returns counts. */
  readonly total: number;
  /** Every document once, in no order; returns their number. Can be called again. */
  read(visit: Visit, drain: Drain): Promise<number>;
  /** Those of these ids, with any routing, as they are now or at that moment; null: there is no faster way than `read`. */
  readonly readByIds: ((ids: readonly string[], visit: Visit, drain: Drain) => Promise<void>) | null;
  /** Some documents: of an index any, of a backup the first ones. */
  sample(size: number, signal: AbortSignal, visit: Visit): Promise<void>;
  /** Throws `backup_damaged` where what was read is not what was written. `digest`: of all documents. */
  check(documents: number, digest: ContentDigest): string[];
  close(): Promise<void>;
}

export interface SideRun {
  signal: AbortSignal;
  onWait: (error: unknown) => void;
  /** Target size of a page of documents. */
  pageBytes?: number;
  /** How errors name the index; left out: by its name. */
  called?: string;
}

/**
 * `cluster`: that of the side (cluster-of-side.ts). Throws `index_changed` where the index is not the one that was planned,
 * `not_found`, `backup_damaged`.
 */
export const openSide = (
  { cluster, backups }: Pick<SidesPlace, 'cluster' | 'backups'>,
  side: ComparedSide,
  run: SideRun,
): Promise<OpenSide> =>
  side.kind === 'index' ? openIndex(cluster, side, run) : openBackupSide(backups, side, run.signal);

async function openIndex(cluster: Cluster, side: IndexSide, run: SideRun): Promise<OpenSide> {
  const { signal } = run;
  const { index, shards } = side;
  await requireUuid(cluster, side, run);
  const reader = await withRetry(() => openReader(cluster, index, { ...run, shards, meanBytes: meanBytesOf(side) }), {
    totalMs: STEP_RETRY_MS,
    signal,
  });
  try {
    // Once more: the view may be of an index that was created again meanwhile.
    await requireUuid(cluster, side, run);
  } catch (error) {
    await reader.close();
    throw error;
  }
  return {
    total: reader.total,
    read: (visit, drain) => reader.read((tokens) => visit(documentOf(tokens)), drain),
    readByIds: (ids, visit, drain) => readIdsWith(reader, ids, visit, drain),
    sample: (size, sampling, visit) => sampleIndex(cluster, index, size, sampling, visit),
    check: () => [],
    close: () => reader.close(),
  };
}

export const meanBytesOf = ({ documents, primaryBytes }: IndexSide): number | null =>
  documents === null || documents === 0 || primaryBytes === null ? null : primaryBytes / documents;

export const sampleIndex = (cluster: Cluster, index: string, size: number, signal: AbortSignal, visit: Visit) =>
  sampleDocuments(cluster, index, size, (tokens) => visit(documentOf(tokens)), signal);

async function requireUuid(
  cluster: Cluster,
  { index, uuid }: IndexSide,
  { called = index, signal }: SideRun,
): Promise<void> {
  if ((await readUuid(cluster, index, signal)) === uuid) return;
  throw new AppError('index_changed', `${called} was deleted and created again since it was chosen.`, {
    hint: 'Compare again.',
  });
}

/** Far below the number of clauses that every server accepts, and of a page's documents. */
const IDS_AT_A_TIME = 1_000;

/** Those of these ids, with any routing. */
export async function readIdsWith(
  reader: DocumentReader,
  ids: readonly string[],
  visit: Visit,
  drain: Drain,
): Promise<void> {
  for (let from = 0; from < ids.length; from += IDS_AT_A_TIME)
    await reader.readMatching(
      { ids: { values: ids.slice(from, from + IDS_AT_A_TIME) } },
      (tokens) => visit(documentOf(tokens)),
      drain,
    );
}

/** Line breaks between the tokens of a source are white space: a backup has spaces in their place. */
export function documentOf(tokens: DocumentTokens): ReadDocument {
  const { bytes, idStart, idEnd, routingStart, routingEnd, versionStart, versionEnd, sourceStart, sourceEnd } = tokens;
  // -1: it was requested without its source.
  if (sourceStart !== -1) replaceLineBreaks(bytes, sourceStart, sourceEnd);
  return {
    id: tokenSpan(bytes, idStart, idEnd),
    routing: routingStart === -1 ? null : tokenSpan(bytes, routingStart, routingEnd),
    source: { bytes, start: sourceStart, end: sourceEnd },
    version: versionStart === -1 ? null : { bytes, start: versionStart, end: versionEnd },
  };
}

async function openBackupSide(backups: BackupReader, side: BackupSide, signal: AbortSignal): Promise<OpenSide> {
  const file = await backups.open(side.backup, signal);
  return {
    total: file.promised,
    async read(visit, drain) {
      let documents = 0;
      for await (const block of file.pairs(signal)) {
        visitPairs(block, block.pairs, visit);
        documents += block.pairs;
        await drain();
      }
      file.checkSeal();
      return documents;
    },
    readByIds: null,
    async sample(size, sampling, visit) {
      let rest = size;
      for await (const block of file.firstPairs(SAMPLE_BYTES, sampling)) {
        // The last source may be cut off.
        const pairs = Math.min(rest, block.pairs - 1);
        visitPairs(block, pairs, visit);
        rest -= pairs;
        if (rest <= 0) return;
      }
    },
    check: (documents, digest) => checkBackup(side, file.manifest?.digest ?? null, documents, digest),
    close: () => file.close(),
  };
}

const SAMPLE_BYTES = 8 * 1024 * 1024;

function visitPairs({ bytes, bounds, firstLine }: PairBlock, pairs: number, visit: Visit): void {
  for (let pair = 0; pair < pairs; pair++) {
    const [actionStart, actionEnd] = [bounds[pair * 4]!, bounds[pair * 4 + 1]!];
    const { idSpan, routingSpan, version } = requireAction(bytes, actionStart, actionEnd, firstLine + pair * 2);
    visit({
      id: idSpan,
      routing: routingSpan,
      source: { bytes, start: bounds[pair * 4 + 2]!, end: bounds[pair * 4 + 3]! },
      version: version === null ? null : wholeSpan(version),
    });
  }
}

const wholeSpan = (text: string) => {
  const bytes = Buffer.from(text, 'latin1');
  return { bytes, start: 0, end: bytes.length };
};

/** Returns warnings. */
function checkBackup(side: BackupSide, digest: string | null, documents: number, read: ContentDigest): string[] {
  if (documents > side.documents || (documents === side.documents && digest !== null && digest !== read.hex()))
    throw new AppError('backup_damaged', `${side.backup.id} does not have the documents that its manifest says.`, {
      hint: 'Use another copy of this backup, or an older one.',
    });
  if (documents === side.documents) return [];
  return [`The backup is incomplete: it has ${documents} of the ${side.documents} documents expected.`];
}
