import { formatCount } from '../../format.ts';
import type { RestoreSnapshotResult } from './schema.ts';

export interface SnapshotProof {
  level: 'ok' | 'warn';
  /** "Equal to the snapshot" */
  title: string;
  /** "8,940", and what it counts. */
  figure: string;
  statement: string;
}

/** The proof of a restore from a snapshot as one statement. Pure. */
export function snapshotProof({ check }: Pick<RestoreSnapshotResult, 'check'>): SnapshotProof {
  const documents = check.documents === 1 ? 'document' : 'documents';
  const figure = formatCount(check.documents);
  const shards = check.shards === 1 ? 'the one shard has' : `each of ${formatCount(check.shards)} shards has`;
  switch (check.verdict) {
    case 'equal':
      return {
        level: 'ok',
        title: 'Equal to the snapshot',
        figure,
        statement: `${documents}, the same in every shard, with the same content`,
      };
    case 'counted':
      return {
        level: 'ok',
        title: 'As many documents as in the snapshot',
        figure,
        statement: `${documents}; ${shards} as many as when it was taken`,
      };
    case 'between':
      return {
        level: 'warn',
        title: 'Between two moments',
        figure,
        statement: `${documents}${bracketOf(check.expected)}`,
      };
    case 'unknown':
      return {
        level: 'warn',
        title: 'Complete, but not compared',
        figure,
        statement: `${documents}; how many there were is not known`,
      };
    case 'different':
      return { level: 'warn', title: 'Not what the snapshot was taken of', figure, statement: documents };
    default:
      return check.verdict satisfies never;
  }
}

/** "Equal to the snapshot: 8,940 documents, the same in every shard, with the same content." */
export const proofSentence = ({ title, figure, statement }: SnapshotProof): string =>
  `${title}: ${figure} ${statement}.`;

const bracketOf = (expected: RestoreSnapshotResult['check']['expected']): string =>
  expected === null
    ? ''
    : `, between ${formatCount(expected.least)} before and ${formatCount(expected.most)} after it was taken`;
