import type { DrillState, ProvenRestores } from '../contract/drill-state.ts';
import { formatCount, formatDuration, formatRelative, plural } from '../format.ts';

type Figures = Pick<DrillState, 'documents' | 'equal' | 'compared' | 'seconds'>;

/** "8,940 of 8,940 equal, took 41 s"; "counted" where the content was not compared. */
export function drillFigures({ compared, documents, equal, seconds }: Figures): string {
  const word = compared === 'counts' ? 'counted' : 'equal';
  const figures =
    equal === null ? plural(documents, 'document') : `${formatCount(equal)} of ${formatCount(documents)} ${word}`;
  return `${figures}, took ${formatDuration(seconds)}`;
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
export const failedDrillSentence = (
  { at, problem, unproven }: NonNullable<ProvenRestores['failed']>,
  now: number,
): string => `restore drill ${unproven ? 'proved nothing' : 'failed'} ${formatRelative(at, now)}: ${problem}`;
