import { documentsIn } from '../../contract/shard-marks.ts';
import type { ProvenIndex } from './schema.ts';

type Between = { least: number; most: number };

export const oneNumber = (documents: number): Between => ({ least: documents, most: documents });

/** The one number of an exact snapshot, or the two of one that lies between two moments. */
export function provenDocuments({
  proof,
  documents,
  before,
  after,
}: Pick<ProvenIndex, 'proof' | 'documents' | 'before' | 'after'>): Between | null {
  const exact = proof === 'exact' ? (documents ?? (after && documentsIn(after))) : null;
  if (exact !== null) return oneNumber(exact);
  if (before === null || after === null) return null;
  const [first, last] = [documentsIn(before), documentsIn(after)];
  return { least: Math.min(first, last), most: Math.max(first, last) };
}
