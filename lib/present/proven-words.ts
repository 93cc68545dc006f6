import type { DrillState, ProvenRestores } from '../contract/drill-state.ts';
import { formatCount, formatDuration, formatRelative, plural } from '../format.ts';

type Figures = Pick<DrillState, 'documents' | 'equal' | 'seconds'>;

/** "8,940 of 8,940 equal, took 41 s" */
export function drillFigures({ documents, equal, seconds }: Figures): string {
  const compared =
    equal === null ? plural(documents, 'document') : `${formatCount(equal)} of ${formatCount(documents)} equal`;
  return `${compared}, took ${formatDuration(seconds)}`;
}

/** "last proven restore: 6 h ago, 8,940 of 8,940 equal, took 41 s" */
export function provenSentence(last: NonNullable<ProvenRestores['last']>, now: number): string {
  const { at, indices } = last;
  const part =
    indices !== undefined && indices.proven < indices.all
      ? `, ${formatCount(indices.proven)} of ${plural(indices.all, 'index', 'indices')}`
      : '';
  return `last proven restore: ${formatRelative(at, now)}${part}, ${drillFigures(last)}`;
}

/** "restore drill failed 2 h ago: 12 documents differ." */
export const failedDrillSentence = ({ at, problem }: NonNullable<ProvenRestores['failed']>, now: number): string =>
  `restore drill failed ${formatRelative(at, now)}: ${problem}`;
