import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { documentDigest } from '../archive/document-digest.ts';
import type { Decide } from './decide-all.ts';
import { bytesOf, lookUp, type KnownDocument, type LookedUp } from './look-up.ts';
import type { UndoCandidate } from './undo-candidates.ts';
import { already, conflict, create, remove, replace, type Decision } from './write.ts';

/** What is done to put each document back: only where the index still has what was written. Changes nothing. */
export const decideUndo =
  (cluster: Cluster, index: LookedUp & { index: string }, signal: AbortSignal): Decide<UndoCandidate> =>
  async (candidates) => {
    const current = await lookUp(cluster, index, candidates, signal);
    if (current === null) return null;
    return {
      decisions: candidates.map((candidate, at) => decideOne(candidate, current[at]!, index.index)),
      documents: candidates.length,
      bytes: bytesOf(current),
    };
  };

function decideOne(candidate: UndoCandidate, current: KnownDocument | null, index: string): Decision {
  const { digest: written, previous, isKnown } = candidate;
  const before = previous === null ? null : documentDigest(candidate, previous);
  const now = current?.digest ?? null;
  if (now === written) return putBack(previous, before, current);
  if (now === before) return already;
  // An interrupted run began it: somebody may have changed what that run wrote, or what there was before.
  if (!isKnown)
    return conflict(
      `It is not known whether the job wrote it, and ${index} has ${current === null ? 'no such document' : 'other content'} now.`,
    );
  return conflict(
    current === null
      ? `${index} does not have it any more.`
      : written === null
        ? `It was written to ${index} again.`
        : `It was changed in ${index} after it was written.`,
  );
}

function putBack(previous: Buffer | null, before: string | null, current: KnownDocument | null): Decision {
  if (previous === null || before === null) return current === null ? already : remove(current);
  return current === null ? create(previous, before) : replace(previous, before, current);
}
