import { AppError } from '../../errors.ts';
import type { DocumentTokens } from '../../json/document-tokens.ts';
import type { Drain } from './read-page.ts';

export const DEFAULT_SLICES = 2;
export const PAGE_RETRY_MS = 120_000;

export interface ReadOptions {
  /** Shards of the index: one slice for each is fastest (docs/speed.md). */
  shards: number;
  /** Mean size of a document, for the first page's size. Later pages depend on the documents read. Null: unknown. */
  meanBytes: number | null;
  /** Reads this shard alone. Only where the server has a point in time. */
  shard?: number;
  signal: AbortSignal;
  /** Slices that are read in parallel. */
  parallel?: number;
  /** The target size of a page. */
  pageBytes?: number;
  /** Most documents of a page. */
  pageDocuments?: number | undefined;
  /** How long transient failures are retried. */
  retryMs?: number;
  onWait?: (error: unknown, waitMs: number) => void;
}

export interface DocumentReader {
  /** Documents in the index when the reader was opened. */
  readonly total: number;
  /**
   * Passes every document to `visit` once, in no order. A slice waits for `drain` before it continues. Resolves with the
   * number of documents. Throws `content_mismatch` where that is not the number in the index.
   */
  read(visit: (document: DocumentTokens) => void, drain: Drain): Promise<number>;
  /**
   * Passes the documents that match a query to `visit`, each once. At the same moment as `read`, where the server has a point in
   * time; else as they are now. Returns their number. `keysOnly`: without their sources.
   */
  readMatching(
    query: object,
    visit: (document: DocumentTokens) => void,
    drain: Drain,
    options?: { keysOnly?: boolean },
  ): Promise<number>;
  /** Frees what the server holds for this reader. Never throws. */
  close(): Promise<void>;
}

/** Throws `content_mismatch` where not every document was read. */
export function assertComplete(documents: number, total: number): number {
  if (documents !== total) {
    throw new AppError(
      'content_mismatch',
      `The index held ${total} documents when the read began, but ${documents} arrived.`,
      {
        hint: 'Nothing of this read is kept. Try again; if it happens twice, check the cluster’s shards.',
        details: { total, documents },
      },
    );
  }
  return documents;
}
