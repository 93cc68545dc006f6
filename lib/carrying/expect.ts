import type { ExpectedCounts } from '../contract/carry-schema.ts';
import type { Decided } from './decide-all.ts';
import type { Candidate } from './write.ts';

/** How much is looked up for a plan at most, so that a page gets it in time. */
export interface LookUpLimit {
  documents: number;
  /** Of their sources. */
  bytes: number;
  ms: number;
}

const MOST: LookUpLimit = { documents: 20_000, bytes: 64 * 1024 * 1024, ms: 8_000 };

/** A part of the limit of a plan, of so many equal ones. */
export const lookUpLimit = (parts: number): LookUpLimit => ({
  documents: Math.ceil(MOST.documents / parts),
  bytes: MOST.bytes / parts,
  ms: MOST.ms / parts,
});

/** Counts decisions without carrying them out, until a limit is reached: at least one batch. */
export async function expectCounts(
  decided: AsyncIterable<Decided<Candidate>>,
  most: LookUpLimit,
  onProgress: (lookedUp: number) => void = () => undefined,
): Promise<Omit<ExpectedCounts, 'total'>> {
  const counts = { added: 0, changed: 0, deleted: 0, already: 0, conflicts: 0, leftOut: 0, lookedUp: 0 };
  const startedMs = performance.now();
  let lookedUpBytes = 0;
  for await (const { candidates, decisions, bytes } of decided) {
    for (const [at, { change }] of candidates.entries()) {
      const decision = decisions[at]!;
      if (decision.do === 'write') counts[change]++;
      else counts[decision.do === 'conflict' ? 'conflicts' : decision.as]++;
    }
    counts.lookedUp += candidates.length;
    onProgress(counts.lookedUp);
    lookedUpBytes += bytes;
    if (counts.lookedUp >= most.documents || lookedUpBytes >= most.bytes) break;
    if (performance.now() - startedMs >= most.ms) break;
  }
  return counts;
}
