import {
  BACKUP_STATE_WORDS,
  type BackupsFilter,
  type BackupStateWord,
  type ListedBackup,
} from '../contract/backups-page.ts';

type Key = number | null;

const KEYS: Record<Exclude<BackupsFilter['sort'], 'date'>, (row: ListedBackup) => Key> = {
  documents: (row) => (row.kind === 'zip' ? (row.verified?.found ?? row.documents) : row.documents),
  size: (row) => (row.kind === 'zip' ? row.fileBytes : row.bytes),
  state: (row) => BACKUP_STATE_WORDS.length - BACKUP_STATE_WORDS.indexOf(row.kind === 'zip' ? row.state : wordOf(row)),
};

/** The state of a zip file that is as good as a snapshot of this state. */
function wordOf({ state }: { state: string }): BackupStateWord {
  if (state === 'SUCCESS') return 'complete';
  if (state === 'PARTIAL') return 'incomplete';
  return state === 'IN_PROGRESS' ? 'unfinished' : 'broken';
}

const timeOf = (row: ListedBackup): string =>
  row.kind === 'zip' ? (row.takenAt ?? row.modifiedAt) : (row.takenAt ?? row.orderedAt);

/** A server's clock has steps of 200 ms: snapshots of the same time are in the order of their names. */
const nameOf = (row: ListedBackup): string => (row.kind === 'zip' ? '' : row.snapshot);

const newestFirst = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0);

/** The rows in the order of the filter; of equal ones the newest first. Unknown is last. Pure. */
export function sortBackups(
  unsorted: readonly ListedBackup[],
  { sort, order }: Pick<BackupsFilter, 'sort' | 'order'>,
): ListedBackup[] {
  const rows = [...unsorted].sort((a, b) => newestFirst(timeOf(a), timeOf(b)) || newestFirst(nameOf(a), nameOf(b)));
  if (sort === 'date') return order === 'up' ? rows.reverse() : rows;
  const keyOf = KEYS[sort];
  const sign = order === 'up' ? 1 : -1;
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((a, b) =>
      a.key === null || b.key === null ? Number(a.key === null) - Number(b.key === null) : sign * (a.key - b.key),
    )
    .map(({ row }) => row);
}
