import type { ShardMark } from './shard-marks.ts';

/** Of all shards, with nested documents. */
export const documentsIn = (shards: readonly ShardMark[]): number =>
  shards.reduce((sum, { documents }) => sum + documents, 0);

type Between = { least: number; most: number };

export const oneNumber = (documents: number): Between => ({ least: documents, most: documents });

interface Proven {
  proof: 'exact' | 'bracketed';
  documents?: number | null | undefined;
  /** null: could not be read. */
  before: readonly ShardMark[] | null;
  after: readonly ShardMark[] | null;
}

/** The one number of an exact snapshot, or the two of one that lies between two moments. */
export function provenDocuments({ proof, documents, before, after }: Proven): Between | null {
  const exact = proof === 'exact' ? (documents ?? (after && documentsIn(after))) : null;
  if (exact !== null) return oneNumber(exact);
  if (before === null || after === null) return null;
  const [first, last] = [documentsIn(before), documentsIn(after)];
  return { least: Math.min(first, last), most: Math.max(first, last) };
}
