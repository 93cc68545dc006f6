import type { ExpectedCounts } from '../contract/carry-schema.ts';
import type { Decided } from './decide-all.ts';
import type { Candidate } from './write.ts';

/** Counts decisions without carrying them out, of the first `most` candidates. */
export async function expectCounts(
  decided: AsyncIterable<Decided<Candidate>>,
  most: number,
  onProgress: (lookedUp: number) => void = () => undefined,
): Promise<Omit<ExpectedCounts, 'total'>> {
  const counts = { added: 0, changed: 0, deleted: 0, already: 0, conflicts: 0, leftOut: 0, lookedUp: 0 };
  for await (const { candidates, decisions } of decided) {
    for (const [at, { change }] of candidates.entries()) {
      const decision = decisions[at]!;
      if (decision.do === 'write') counts[change]++;
      else counts[decision.do === 'conflict' ? 'conflicts' : decision.as]++;
    }
    counts.lookedUp += candidates.length;
    onProgress(counts.lookedUp);
    if (counts.lookedUp >= most) break;
  }
  return counts;
}
