import { AppError } from '../../errors.ts';
import type { DocumentTokens } from '../../json/document-tokens.ts';
import type { Drain } from './read-page.ts';

export const DEFAULT_SLICES = 2;
export const DEFAULT_RETRY_MS = 120_000;

export interface ReadOptions {
  /** Shards of the index: a slice for each reads fastest (docs/speed.md). */
  shards: number;
  /** Mean size of a document, for the first page; later pages follow what was seen. */
  meanBytes: number | null;
  signal: AbortSignal;
  /** Slices read at a time. */
  parallel?: number;
  /** What a page aims at. */
  pageBytes?: number;
  /** How long passing faults are waited out. */
  patienceMs?: number;
  onWait?: (error: unknown, waitMs: number) => void;
}

export interface DocumentReader {
  /** Documents when the reader was opened. */
  readonly total: number;
  /**
   * Hands out every document once, slices in turn, in no order; what `drain` gives is awaited before a slice goes on.
   * Resolves with the number handed out. Throws `content_mismatch` when that is not what the index held.
   */
  read(visit: (document: DocumentTokens) => void, drain: Drain): Promise<number>;
  /** Leaves nothing behind on the server. Never throws. */
  close(): Promise<void>;
}

/** Documents handed out = documents there, or the read never happened. */
export function assertComplete(documents: number, total: number): number {
  if (documents !== total) {
    throw new AppError(
      'content_mismatch',
      `The index held ${total} documents when the read began, but ${documents} arrived.`,
      {
        hint: 'Nothing of this read is kept. Try again; if it happens twice, look at the cluster’s shards.',
        details: { total, documents },
      },
    );
  }
  return documents;
}
