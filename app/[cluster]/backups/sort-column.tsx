import type { ReactNode } from 'react';
import { Column } from '@/components/ui/table.tsx';
import { classes } from '@/components/ui/classes.ts';
import type { BackupsFilter, BackupSort } from '@/lib/contract/backups-page.ts';

interface Props {
  sort: BackupSort;
  filter: Partial<BackupsFilter>;
  onChange: (next: Partial<BackupsFilter>) => void;
  numeric?: boolean;
  children: ReactNode;
}

/** A column that sorts: the largest, the newest or the best first, and the other way round when it is pressed again. */
export function SortColumn({ sort, filter, onChange, numeric = false, children }: Props) {
  const on = (filter.sort ?? 'date') === sort;
  const up = filter.order === 'up';
  return (
    <Column numeric={numeric} aria-sort={on ? (up ? 'ascending' : 'descending') : 'none'}>
      <button
        type="button"
        onClick={() => onChange({ sort: sort === 'date' ? undefined : sort, order: on && !up ? 'up' : undefined })}
        className={classes('-mx-1 min-h-6 rounded-sm px-1 hover:text-text', on && 'text-text')}
      >
        {numeric && <Arrow on={on} up={up} />}
        {children}
        {!numeric && <Arrow on={on} up={up} />}
      </button>
    </Column>
  );
}

/** Its space is always there, so that nothing shifts. */
const Arrow = ({ on, up }: { on: boolean; up: boolean }) => (
  <span aria-hidden="true" className={classes('px-1', !on && 'invisible')}>
    {up ? '↑' : '↓'}
  </span>
);
