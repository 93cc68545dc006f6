import type { Change } from '../contract/carried.ts';
import type { CurrentDocument, DocumentKey } from '../elasticsearch/read/get-documents.ts';

/** A document that may be written, and what happened to it. */
export interface Candidate extends DocumentKey {
  change: Change;
}

interface Condition {
  seqNo: string;
  primaryTerm: string;
}

/** One write. The cluster refuses it where the document has changed since it was read, so no change is overwritten. */
export type Write =
  | { operation: 'create'; source: Buffer; digest: string }
  | { operation: 'index'; source: Buffer; digest: string; condition: Condition; previous: Buffer }
  | { operation: 'delete'; condition: Condition; previous: Buffer };

/** What is done with a candidate. `count`: there is nothing to write. */
export type Decision =
  { do: 'write'; write: Write } | { do: 'count'; as: 'already' | 'leftOut' } | { do: 'conflict'; reason: string };

/** The digest of what the index has after it; null: nothing. */
export const digestAfter = (write: Write): string | null => (write.operation === 'delete' ? null : write.digest);

export const already: Decision = { do: 'count', as: 'already' };
export const leftOut: Decision = { do: 'count', as: 'leftOut' };
export const conflict = (reason: string): Decision => ({ do: 'conflict', reason });

export const create = (source: Buffer, digest: string): Decision => ({
  do: 'write',
  write: { operation: 'create', source, digest },
});

export const replace = (source: Buffer, digest: string, current: CurrentDocument): Decision => ({
  do: 'write',
  write: { operation: 'index', source, digest, condition: current, previous: current.source },
});

export const remove = (current: CurrentDocument): Decision => ({
  do: 'write',
  write: { operation: 'delete', condition: current, previous: current.source },
});
