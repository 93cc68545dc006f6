import { readDifferences } from '../comparing/difference-files.ts';
import { BUCKET_OF, type Change } from '../contract/carried.ts';
import type { Difference } from '../contract/difference.ts';
import type { Candidate } from './write.ts';

/** A document that differs between the backup and the index that was live. */
export interface DifferenceCandidate extends Candidate {
  /** Of the backup and of the index that was live, when they were compared; null: not there. */
  digests: Difference['digests'];
  position: DifferencePosition;
}

/** Where the next candidate is: `at` is a byte of the file of this change's differences. */
export interface DifferencePosition {
  change: Change;
  at: number;
}

/**
 * The differences of a comparison, in the order of `changes`, from a position; null: from the beginning. `directory`: that
 * of the comparison's job. `counts`: of the comparison; a list without documents is not opened.
 */
export async function* differenceCandidates(
  directory: string,
  changes: readonly Change[],
  counts: Record<Change, number>,
  start: DifferencePosition | null,
  signal: AbortSignal,
): AsyncGenerator<DifferenceCandidate> {
  const first = start === null ? 0 : changes.indexOf(start.change);
  for (const change of changes.slice(first)) {
    if (counts[change] === 0) continue;
    const from = start?.change === change ? start.at : 0;
    for await (const { difference, next } of readDifferences(directory, BUCKET_OF[change], { from, signal })) {
      const { id, routing, digests } = difference;
      yield { id, routing, change, digests, position: { change, at: next } };
    }
  }
}
