import { classes } from './classes.ts';
import { Column, type CellPlace } from './table.tsx';

interface SortColumnProps {
  name: string;
  /** How the list is sorted by this column; null: by another one. */
  order: 'asc' | 'desc' | null;
  onSort: () => void;
  numeric?: boolean;
  place?: CellPlace;
  className?: string;
}

/** A column's title that sorts by it; once more, the other way round. */
export function SortColumn({ name, order, onSort, numeric = false, place, className }: SortColumnProps) {
  return (
    <Column
      numeric={numeric}
      place={place}
      className={className}
      aria-sort={order === null ? 'none' : order === 'asc' ? 'ascending' : 'descending'}
    >
      <button
        type="button"
        onClick={onSort}
        className={classes(
          'group/sort -mx-1 inline-flex min-h-6 items-center gap-1 rounded-sm px-1 hover:text-text',
          order !== null && 'text-text',
        )}
      >
        {name}
        <svg
          viewBox="0 0 8 8"
          aria-hidden="true"
          className={classes(
            'size-2 flex-none fill-current',
            order === 'asc' && 'rotate-180',
            order === null && 'opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60',
          )}
        >
          <path d="M0 2h8L4 7z" />
        </svg>
      </button>
    </Column>
  );
}
