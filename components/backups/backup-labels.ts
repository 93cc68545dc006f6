import type { BackupRow, ListedBackup } from '@/lib/contract/backups-page.ts';
import { isGoodState } from '@/lib/known-backups/backup-state.ts';
import { formatCount, plural } from '@/lib/format.ts';
import type { StateLevel } from '../ui/state.tsx';

/** What is known of a backup, in a word; the sentence says why. Only `verified` means that the file was read to its end. */
export function conditionLabel(row: BackupRow): { level: StateLevel; word: string; sentence: string } {
  const problem = row.condition.state === 'whole' ? (row.verified?.sentence ?? '') : row.condition.problem;
  switch (row.state) {
    case 'unfinished':
      return { level: 'warn', word: 'unfinished', sentence: problem };
    case 'broken':
      return { level: 'bad', word: 'broken', sentence: problem };
    case 'complete':
      return {
        level: 'idle',
        word: 'not verified',
        sentence: 'Complete: every document was counted when it was written. It has not been verified since.',
      };
    case 'unknown':
      return {
        level: 'idle',
        word: 'not verified',
        sentence: 'The file has no manifest. Verify it to know whether every document is there.',
      };
    case 'incomplete':
      return { level: 'bad', word: `incomplete: ${documentsIn(row)}`, sentence: problem };
    case 'damaged':
      return { level: 'bad', word: 'damaged', sentence: problem };
    case 'verified':
      return { level: 'ok', word: 'verified', sentence: problem };
    default:
      return row.state satisfies never;
  }
}

export const isZip = (row: ListedBackup): row is BackupRow => row.kind === 'zip';

type Counted = Pick<BackupRow, 'documents' | 'state' | 'verified'>;

/**
 * The documents that are in it: "5,000"; of an incomplete one "120 of 5,000". A file without a manifest only promises a
 * number until it is verified: "5,000 promised".
 */
export function documentsIn({ documents, state, verified }: Counted): string {
  const found = verified?.found ?? null;
  if (found !== null) return `${formatCount(found)} of ${formatCount(documents)}`;
  return state === 'unknown' && documents !== null ? `${formatCount(documents)} expected` : formatCount(documents);
}

/** The same with its noun: "5,000 documents", "120 of 5,000 documents", "5,000 documents promised". */
export function documentsLabel(row: Counted): string {
  if (row.state === 'incomplete') return `${documentsIn(row)} documents`;
  return `${plural(row.documents, 'document')}${row.state === 'unknown' && row.documents !== null ? ' expected' : ''}`;
}

/** The label of the button that restores it, with the number of documents that it is known to have. */
export function restoreVerb({ documents, state, verified }: Counted): string {
  const found = state === 'incomplete' ? (verified?.found ?? null) : isGoodState(state) ? documents : null;
  if (found === null) return state === 'incomplete' ? 'Restore a part of this backup' : 'Restore this backup';
  return state === 'incomplete'
    ? `Restore ${formatCount(found)} of ${plural(documents, 'document')}`
    : `Restore ${plural(found, 'document')}`;
}

/** For the address of a restore: the plan is then for the alias by which the backup was found. */
export const aliasQuery = (row: Pick<BackupRow, 'group'>, alias: string | null | undefined) =>
  alias && alias !== row.group ? { alias } : {};

export const canBeRestored = (row: BackupRow) => row.condition.state === 'whole';
export const originLabel = (row: Pick<BackupRow, 'origin'>) =>
  ({ 'restore-desk': 'Restore Desk', es_dump_restore: 'es_dump', unknown: 'unknown' })[row.origin];
export const timeOf = (row: Pick<BackupRow, 'takenAt' | 'modifiedAt'>) => row.takenAt ?? row.modifiedAt;
