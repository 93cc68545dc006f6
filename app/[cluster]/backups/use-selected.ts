import { useState } from 'react';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { MAX_SELECTED_BACKUPS } from '@/lib/contract/limits.ts';

export interface Selected {
  /** In the order of their selection, also of other pages of the list. */
  rows: readonly BackupRow[];
  has: (id: string) => boolean;
  /** No more can be selected. */
  isFull: boolean;
  toggle: (row: BackupRow) => void;
  /** All of them, or none where all of them are selected. */
  toggleAll: (rows: readonly BackupRow[]) => void;
  clear: () => void;
}

/** The backups that are selected to be verified or deleted together. */
export function useSelected(): Selected {
  const [selected, setSelected] = useState<ReadonlyMap<string, BackupRow>>(new Map());
  const change = (edit: (next: Map<string, BackupRow>) => void) =>
    setSelected((before) => {
      const next = new Map(before);
      edit(next);
      return next.size > MAX_SELECTED_BACKUPS ? before : next;
    });
  return {
    rows: [...selected.values()],
    has: (id) => selected.has(id),
    isFull: selected.size >= MAX_SELECTED_BACKUPS,
    toggle: (row) => change((next) => next.delete(row.id) || next.set(row.id, row)),
    toggleAll: (rows) =>
      change((next) => {
        const all = rows.every(({ id }) => next.has(id));
        for (const row of rows) {
          if (all) next.delete(row.id);
          else if (next.size < MAX_SELECTED_BACKUPS) next.set(row.id, row);
        }
      }),
    clear: () => setSelected(new Map()),
  };
}
