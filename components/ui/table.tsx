import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';

/**
 * A table that becomes a list on a phone. Roles are written out, because `display: block` takes them away.
 * `lines`: each row is two lines there, and each cell that is to be displayed has a `place`. Without it each row is a card:
 * the first cell is its title, the others have a `label`, and the one with the buttons has `buttons`.
 */
export function Table({
  label,
  children,
  lines = false,
  cards = !lines,
  className,
}: {
  label: string;
  children: ReactNode;
  lines?: boolean;
  cards?: boolean;
  className?: string;
}) {
  const table = (
    <table
      role="table"
      aria-label={label}
      data-lines={lines || undefined}
      data-cards={cards || undefined}
      className={classes('ui-table', className)}
    >
      {children}
    </table>
  );
  if (lines || cards) return table;
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={`${label}, scrolls sideways`}>
      {table}
    </div>
  );
}

export function Head({ children }: { children: ReactNode }) {
  return (
    <thead role="rowgroup">
      <tr role="row">{children}</tr>
    </thead>
  );
}

export function Body({ children }: { children: ReactNode }) {
  return <tbody role="rowgroup">{children}</tbody>;
}

export function Row({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr role="row" className={className} {...rest} />;
}

/** A line over the rows that belong together: an alias, a day. */
export function GroupRow({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr role="row" data-group="">
      <th role="rowheader" scope="rowgroup" colSpan={columns}>
        {children}
      </th>
    </tr>
  );
}

/** Where a cell is on a phone. `all`: a line of its own below. */
export type CellPlace = 'select' | 'name' | 'figure' | 'detail' | 'state' | 'menu' | 'all';

export function Column({
  numeric = false,
  place,
  className,
  children,
  ...rest
}: ComponentProps<'th'> & { numeric?: boolean; place?: CellPlace }) {
  return (
    <th role="columnheader" scope="col" data-place={place} className={classes(numeric && 'num', className)} {...rest}>
      {children}
    </th>
  );
}

interface CellProps extends ComponentProps<'td'> {
  numeric?: boolean;
  place?: CellPlace;
  /** What it is called on a phone; the column's title. */
  label?: string;
  /** The cell with the row's buttons. */
  buttons?: boolean;
}

export function Cell({ numeric = false, place, label, buttons = false, className, children, ...rest }: CellProps) {
  return (
    <td
      role="cell"
      data-place={place}
      data-label={label}
      data-buttons={buttons || undefined}
      className={classes((numeric || buttons) && 'num', className)}
      {...rest}
    >
      {/* One child, so that label and value are on one line on a phone. */}
      {label ? <div className="min-w-0">{children}</div> : children}
    </td>
  );
}
