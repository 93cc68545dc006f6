import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** Buttons below their subject. On a phone they stick to the bottom of the screen, with a line that says what they do. */
export function StickyActions({
  summary,
  className = 'mt-4',
  children,
}: {
  summary: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className={classes('pinned flex flex-col gap-2', className)}>
      <p className="pinned-line">{summary}</p>
      {children}
    </div>
  );
}
