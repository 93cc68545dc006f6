import { BACKUP_STATE_WORDS, type BackupRow, type BackupsFilter } from '../contract/backups-page.ts';

type Key = number | null;

const KEYS: Record<Exclude<BackupsFilter['sort'], 'date'>, (row: BackupRow) => Key> = {
  documents: ({ documents, verified }) => verified?.found ?? documents,
  size: ({ fileBytes }) => fileBytes,
  state: ({ state }) => BACKUP_STATE_WORDS.length - BACKUP_STATE_WORDS.indexOf(state),
};

/** The rows in the order of the filter. `rows`: newest first, which decides between equal ones. Unknown is last. Pure. */
export function sortBackups(rows: BackupRow[], { sort, order }: Pick<BackupsFilter, 'sort' | 'order'>): BackupRow[] {
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
