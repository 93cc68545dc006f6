import { formatCount, plural } from '../../format.ts';
import type { RestoreResult } from './schema.ts';

export interface RestoreProof {
  level: 'ok' | 'warn' | 'bad';
  /** "Equal to the backup" */
  title: string;
  /** "8,940", and "of 8,940 documents have the same id and content". */
  figure: string;
  statement: string;
  counts: { name: 'Missing' | 'Different' | 'Extra' | 'Rejected'; count: number | null; bad: boolean }[];
}

type Compared = NonNullable<RestoreResult['check']['compared']>;

/**
 * The proof of a restore as one statement. A document that the backup file lacks counts as missing: the index has fewer than
 * the backed-up index had. Pure.
 */
export function restoreProof(result: RestoreResult): RestoreProof {
  const { check, documents, rejected } = result;
  const promised = Math.max(result.promised ?? documents, documents);
  const compared = comparedOf(result);
  const missing = compared === null ? null : compared.missing + promised - documents;
  const equal = compared?.equal ?? null;
  return {
    level: levelOf(result, promised),
    title: titleOf(result, promised),
    figure: formatCount(equal ?? check.documents),
    statement:
      equal === null
        ? `${check.documents === 1 ? 'document is' : 'documents are'} in the index; the backup has ${formatCount(promised)}`
        : `of ${plural(promised, 'document')} ${equal === 1 ? 'has' : 'have'} the same id and content`,
    counts: [
      { name: 'Missing', count: missing, bad: missing !== 0 && missing !== null },
      { name: 'Different', count: compared?.different ?? null, bad: (compared?.different ?? 0) > 0 },
      { name: 'Extra', count: compared?.extra ?? null, bad: false },
      { name: 'Rejected', count: rejected, bad: rejected > 0 },
    ],
  };
}

/** Results of older versions don't have the numbers; they follow from the verdict where the index was new. null: unknown. */
function comparedOf({ check, rejected }: RestoreResult): Compared | null {
  if (check.compared !== undefined) return check.compared;
  if (check.verdict === 'equal') return { equal: check.documents, different: 0, missing: 0, extra: 0 };
  return check.verdict === 'partial' ? { equal: check.documents, different: 0, missing: rejected, extra: 0 } : null;
}

function levelOf(
  { check: { compared, verdict }, documents, rejected }: RestoreResult,
  promised: number,
): RestoreProof['level'] {
  const equalAll = verdict === 'equal' || compared?.equal === documents;
  if (verdict === 'different') return 'bad';
  return equalAll && rejected === 0 && promised === documents ? 'ok' : 'warn';
}

function titleOf({ check, documents, rejected }: RestoreResult, promised: number): string {
  switch (check.verdict) {
    case 'equal':
      return promised === documents ? 'Equal to the backup' : 'Equal to an incomplete backup file';
    case 'partial':
      return check.documents === 0
        ? 'No document of the backup is in the index'
        : `Equal, except for ${plural(rejected, 'rejected document')}`;
    case 'additive':
      return additiveTitle(check.compared);
    case 'different':
      return 'Not equal to the backup';
    default:
      return check.verdict satisfies never;
  }
}

/** Into an existing index: documents that are kept as they were, and rejected ones, are no fault of the restore. */
function additiveTitle(compared: Compared | undefined): string {
  if (compared === undefined) return 'Restored into an existing index';
  const others = compared.different + compared.missing;
  return others === 0
    ? 'All documents of the backup are in the index'
    : `${plural(others, 'document')} of the backup ${others === 1 ? 'is' : 'are'} not in the index as in the backup`;
}

/** The proof in one sentence, for a terminal or a summary: "Equal to the backup: 8,940 of 8,940 documents have …". */
export const proofSentence = ({ title, figure, statement }: RestoreProof): string =>
  `${title}: ${figure} ${statement}.`;
