import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { keyOf, matchDocuments, type Query } from '../elasticsearch/read/match-documents.ts';
import { AppError, isAppError } from '../errors.ts';
import type { Decide } from './decide-all.ts';
import type { DifferenceCandidate } from './difference-candidates.ts';
import { bytesOf, lookUp, type KnownDocument, type LookedUp } from './look-up.ts';
import { already, conflict, create, leftOut, remove, replace, type Decision } from './write.ts';

/** The index that was live, and the restored one. */
export interface CarrySides {
  from: LookedUp & { index: string };
  to: LookedUp & { index: string };
  /** Of the documents to carry; null: all. */
  query: Query | null;
}

/**
 * What is done with each difference between the backup and the index that was live: three-way, by the content that the
 * backup (`digests.left`) and that index (`digests.right`) had, and that the restored one has now. Changes nothing.
 */
export const decideCarry =
  (cluster: Cluster, { from, to, query }: CarrySides, signal: AbortSignal): Decide<DifferenceCandidate> =>
  async (candidates) => {
    const found = query === null ? null : await matchingKeys(cluster, { from, to, query }, candidates, signal);
    const selected = found === null ? candidates : candidates.filter((candidate) => found.has(keyOf(candidate)));
    const current = await lookUp(cluster, to, selected, signal);
    if (current === null) return null;
    const decided = new Map<DifferenceCandidate, Decision>();
    const open: { candidate: DifferenceCandidate; current: KnownDocument | null }[] = [];
    for (const [at, candidate] of selected.entries()) {
      const decision = decideByTarget(candidate, current[at]!, to.index);
      if (decision === null) open.push({ candidate, current: current[at]! });
      else decided.set(candidate, decision);
    }
    const keys = open.map(({ candidate }) => candidate);
    const source = await lookUp(cluster, from, keys, signal).catch(sourceGone(from.index));
    if (source === null) return null;
    for (const [at, { candidate, current: document }] of open.entries())
      decided.set(candidate, decideBySource(candidate, document, source[at]!, from.index));
    return {
      decisions: candidates.map((candidate) => decided.get(candidate) ?? leftOut),
      documents: selected.length,
      bytes: Math.max(bytesOf(current), bytesOf(source)),
    };
  };

/** The error names the index that was live: without it, the caller would say that the restored one is gone. */
const sourceGone = (index: string) => (error: unknown) => {
  if (!isAppError(error) || error.code !== 'index_changed') throw error;
  throw new AppError('index_changed', `${index} was deleted or closed while documents were looked up in it.`, {
    cause: error,
    hint: 'Somebody else did this; what has been written so far is kept. Find out who and why.',
    details: { index },
  });
};

/** By what the restored index has now; null: it may be written. */
function decideByTarget(
  { change, digests }: DifferenceCandidate,
  current: KnownDocument | null,
  to: string,
): Decision | null {
  switch (change) {
    case 'added':
      if (current === null) return null;
      return current.digest === digests.right ? already : conflict(`${to} has it too, with other content.`);
    case 'changed':
      if (current === null) return conflict(`${to} does not have it any more.`);
      if (current.digest === digests.left) return null;
      return current.digest === digests.right ? already : conflict(otherContent(to));
    case 'deleted':
      if (current === null) return already;
      return current.digest === digests.left ? null : conflict(otherContent(to));
  }
}

const otherContent = (to: string): string => `${to} has other content than the backup.`;

/** By what the index that was live has now, which must be what was compared. */
function decideBySource(
  { change, digests }: DifferenceCandidate,
  current: KnownDocument | null,
  source: KnownDocument | null,
  from: string,
): Decision {
  if (change === 'deleted')
    return source === null && current !== null
      ? remove(current)
      : conflict(`It was written to ${from} again after the comparison.`);
  if (source === null) return conflict(`It was deleted from ${from} after the comparison.`);
  if (source.digest !== digests.right) return conflict(`It was written again in ${from} after the comparison.`);
  return current === null ? create(source.source, source.digest) : replace(source.source, source.digest, current);
}

/** Documents to write are searched for where they come from, those to delete where they are. */
async function matchingKeys(
  cluster: Cluster,
  { from, to, query }: CarrySides & { query: Query },
  candidates: readonly DifferenceCandidate[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const inTarget = candidates.filter(({ change }) => change === 'deleted');
  const inSource = candidates.filter(({ change }) => change !== 'deleted');
  return new Set([
    ...(await matchDocuments(cluster, from.name, query, inSource, signal).catch(sourceGone(from.index))),
    ...(await matchDocuments(cluster, to.name, query, inTarget, signal)),
  ]);
}
