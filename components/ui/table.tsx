import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';

/**
 * A table that becomes a list of cards on a phone. Roles are written out, because `display: block` takes them away.
 * The first cell of a row is the card's title; give the others a `label`, and the one with the buttons `buttons`.
 */
export function Table({
  label,
  children,
  cards = true,
  className,
}: {
  label: string;
  children: ReactNode;
  cards?: boolean;
  className?: string;
}) {
  const table = (
    <table role="table" aria-label={label} data-cards={cards || undefined} className={classes('ui-table', className)}>
      {children}
    </table>
  );
  if (cards) return table;
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

export function Column({
  numeric = false,
  className,
  children,
  ...rest
}: ComponentProps<'th'> & { numeric?: boolean }) {
  return (
    <th role="columnheader" scope="col" className={classes(numeric && 'num', className)} {...rest}>
      {children}
    </th>
  );
}

interface CellProps extends ComponentProps<'td'> {
  numeric?: boolean;
  /** What it is called on a phone; the column's title. */
  label?: string;
  /** The cell with the row's buttons. */
  buttons?: boolean;
}

export function Cell({ numeric = false, label, buttons = false, className, children, ...rest }: CellProps) {
  return (
    <td
      role="cell"
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
