import type { BackupRow } from '@/lib/contract/backups-page.ts';
import type { StateLevel } from '../ui/state.tsx';

/** A backup's condition in a word; the sentence says why. Only `verified` means that the file was read to its end. */
export function conditionLabel(row: BackupRow): { level: StateLevel; word: string; sentence: string } {
  switch (row.condition.state) {
    case 'unfinished':
      return { level: 'warn', word: 'unfinished', sentence: row.condition.problem };
    case 'broken':
      return { level: 'bad', word: 'broken', sentence: row.condition.problem };
    case 'whole':
      if (row.verified === null)
        return {
          level: 'idle',
          word: 'not verified',
          sentence: 'Its table of contents is whole; its documents have not been read to the end.',
        };
      return row.verified.ok
        ? { level: 'ok', word: 'verified', sentence: row.verified.sentence }
        : { level: 'bad', word: 'found bad', sentence: row.verified.sentence };
    default:
      return row.condition satisfies never;
  }
}

/** For the address of a restore: the plan is then for the alias by which the backup was found. */
export const aliasQuery = (row: Pick<BackupRow, 'group'>, alias: string | null | undefined) =>
  alias && alias !== row.group ? { alias } : {};

export const canBeRestored = (row: BackupRow) => row.condition.state === 'whole';
export const originLabel = (row: Pick<BackupRow, 'origin'>) =>
  ({ 'restore-desk': 'Restore Desk', es_dump_restore: 'es_dump', unknown: 'unknown' })[row.origin];
export const timeOf = (row: Pick<BackupRow, 'takenAt' | 'modifiedAt'>) => row.takenAt ?? row.modifiedAt;
