import type { ReactNode } from 'react';
import { classes } from './classes.ts';

interface StatProps {
  name: ReactNode;
  children: ReactNode;
  detail?: ReactNode;
  /** On a phone it has a row of its own: a long name needs it. */
  wide?: boolean;
}

/** Figures side by side in one card. */
export function Stats({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-clip rounded-lg border bg-line shadow-card mid:auto-cols-fr mid:grid-flow-col mid:grid-cols-none">
      {children}
    </dl>
  );
}

/** One figure: what it is, its value, and one line about it. */
export function Stat({ name, children, detail, wide = false }: StatProps) {
  return (
    <div className={classes('min-w-0 bg-surface px-4 py-3.5 mid:px-5 mid:py-4', wide && 'max-mid:col-span-2')}>
      <dt className="text-caption text-faint">{name}</dt>
      <dd className="figures mt-0.5 text-figure [overflow-wrap:anywhere] text-text">{children}</dd>
      {detail && <dd className="text-small [overflow-wrap:anywhere] text-muted">{detail}</dd>}
    </div>
  );
}
