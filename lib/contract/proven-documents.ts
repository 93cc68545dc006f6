import type { ShardMark } from './shard-marks.ts';

/** Of all shards, with nested documents. */
export const documentsIn = (shards: readonly ShardMark[]): number =>
  shards.reduce((sum, { documents }) => sum + documents, 0);

type Between = { least: number; most: number };

export const oneNumber = (documents: number): Between => ({ least: documents, most: documents });

const between = (first: number, last: number): Between => ({
  least: Math.min(first, last),
  most: Math.max(first, last),
});

interface Proven {
  proof: 'exact' | 'bracketed';
  documents?: number | null | undefined;
  /** Without nested documents, as a search counts. */
  counted?: { before: number | null; after: number | null } | undefined;
  /** null: could not be read. */
  before: readonly ShardMark[] | null;
  after: readonly ShardMark[] | null;
}

/** The one number of an exact snapshot, or the two of one that lies between two moments. */
export function provenDocuments({ proof, documents, counted, before, after }: Proven): Between | null {
  const exact = proof === 'exact' ? (documents ?? (after && documentsIn(after))) : null;
  if (exact !== null) return oneNumber(exact);
  if (counted?.before != null && counted.after !== null) return between(counted.before, counted.after);
  return before === null || after === null ? null : between(documentsIn(before), documentsIn(after));
}
