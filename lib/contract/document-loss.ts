import type { DocumentsOfMove } from './documents-of-move.ts';

/** `all`: the alias shows nothing afterwards; `many`: much less than now; `unknown`: it may lose all of them. */
export interface DocumentLoss extends DocumentsOfMove {
  kind: 'all' | 'many' | 'unknown';
}

const MANY = 1_000;
const SHARE = 0.1;

/**
 * The loss that a person must accept before an alias moves: all documents, or more than 10 % and more than 1,000 of them.
 * An unknown number afterwards must be accepted too, if more than 1,000 documents may be lost. An unknown number now is that
 * of an index that can't be searched (closed, red): the alias shows none of it, or a part, so any documents afterwards are
 * no loss. null: no such loss.
 */
export function documentLoss({ before, after }: DocumentsOfMove): DocumentLoss | null {
  if (before === 0) return null;
  if (before === null) return after === null || after === 0 ? { kind: 'unknown', before, after } : null;
  if (after === null) return before > MANY ? { kind: 'unknown', before, after } : null;
  if (after === 0) return { kind: 'all', before, after };
  const fewer = before - after;
  return fewer > MANY && fewer > before * SHARE ? { kind: 'many', before, after } : null;
}

/** Counts change while an index is written to: a loss that differs by this share is still the one that was accepted. */
const SAME_SHARE = 0.01;

/** Whether the loss that was shown and accepted is still the present one. */
export function coversLoss(accepted: DocumentsOfMove | null | undefined, present: DocumentLoss): boolean {
  const shown = accepted ? documentLoss(accepted) : null;
  if (shown === null || shown.kind !== present.kind) return false;
  if (shown.kind !== 'unknown') return isClose(shown.before! - shown.after!, present.before! - present.after!);
  return isClose(shown.before, present.before) && isClose(shown.after, present.after);
}

const isClose = (shown: number | null, present: number | null): boolean =>
  shown === null || present === null ? shown === present : Math.abs(shown - present) <= shown * SAME_SHARE;
