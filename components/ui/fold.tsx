'use client';
import { useState, type ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { Shape, type StateLevel } from './state.tsx';

/** A card of lines that open. */
export function Folds({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <section className={classes('min-w-0 overflow-clip rounded-lg border bg-surface shadow-card', className)}>
      {children}
    </section>
  );
}

interface FoldProps {
  /** The verdict: "Ready: 4 of 4 checks pass". Never only "Details". */
  title: ReactNode;
  /** Beside it, muted: "checked at 07:21:40 UTC". */
  hint?: ReactNode;
  state?: StateLevel;
  /** Opens it by itself once there is a reason; closing it again is left to the person. */
  openOnce?: boolean;
  /** For content that is loaded when it is opened. */
  onToggle?: (open: boolean) => void;
  id?: string;
  children: ReactNode;
}

/** One line with a verdict that opens: the details are one press away. Belongs into Folds or a Panel. */
export function Fold({ title, hint, state, openOnce = false, onToggle, id, children }: FoldProps) {
  const [opened, setOpened] = useState(openOnce);
  if (openOnce && !opened) setOpened(true);
  return (
    <details
      id={id}
      className="fold"
      open={opened}
      onToggle={onToggle && ((event) => onToggle(event.currentTarget.open))}
    >
      <summary>
        {state && <Shape level={state} />}
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-2.5 gap-y-0.5 max-mid:flex-col">
          <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{title}</span>
          {hint && <span className="min-w-0 text-small [overflow-wrap:anywhere] text-muted">{hint}</span>}
        </span>
        <Icon name="chevron" className="chevron" />
      </summary>
      <div className="px-4 pt-1 pb-[18px] mid:px-5">{children}</div>
    </details>
  );
}
