import { BatchSize, inBatches } from './in-batches.ts';
import type { Candidate, Decision } from './write.ts';

/** Some candidates in their order, and what is to be done with each. */
export interface Decided<C> {
  candidates: readonly C[];
  decisions: readonly Decision[];
  /** Of the documents that were looked up, in the index where they are larger. */
  bytes: number;
}

/** Decides about candidates, by documents of so many bytes. null: together they are too large to look up. */
export type Decide<C> = (
  candidates: readonly C[],
) => Promise<{ decisions: Decision[]; documents: number; bytes: number } | null>;

/** Decides about every candidate, in batches that fit into memory. */
export async function* decideAll<C extends Candidate>(
  candidates: AsyncIterable<C>,
  decide: Decide<C>,
  bytesOf?: (candidate: C) => number,
): AsyncGenerator<Decided<C>> {
  const size = new BatchSize();
  for await (const batch of inBatches(candidates, size, bytesOf)) yield* decideBatch(batch, decide, size);
}

async function* decideBatch<C>(
  candidates: readonly C[],
  decide: Decide<C>,
  size: BatchSize,
): AsyncGenerator<Decided<C>> {
  const decided = await decide(candidates);
  if (decided !== null) {
    size.note(decided.documents, decided.bytes);
    yield { candidates, decisions: decided.decisions, bytes: decided.bytes };
    return;
  }
  const half = candidates.length >> 1;
  yield* decideBatch(candidates.slice(0, half), decide, size);
  yield* decideBatch(candidates.slice(half), decide, size);
}
