import { useId, type ReactNode } from 'react';
import { classes } from './classes.ts';

interface PanelProps {
  title?: ReactNode;
  /** Beside the title: a tag, a count. */
  tag?: ReactNode;
  /** At the right of the title: buttons, links. */
  actions?: ReactNode;
  /** A coloured edge for the panel that matters most. */
  tone?: 'plain' | 'accent' | 'bad' | 'warn' | 'ok';
  /** What is in it reaches the edges: a table, folds. The title is then in a line of its own. */
  flush?: boolean;
  className?: string;
  id?: string;
  children?: ReactNode;
}

const TONES = {
  plain: '',
  accent: 'border-accent-line',
  bad: 'border-bad-line',
  warn: 'border-warn-line',
  ok: 'border-ok-line',
};

export function Panel({ title, tag, actions, tone = 'plain', flush = false, className, id, children }: PanelProps) {
  const headingId = useId();
  return (
    <section
      id={id}
      aria-labelledby={title ? headingId : undefined}
      className={classes(
        'min-w-0 rounded-lg border bg-surface shadow-card',
        flush ? 'overflow-clip' : 'p-4 mid:px-5 mid:py-[18px]',
        TONES[tone],
        className,
      )}
    >
      {(title || actions) && (
        <div
          className={classes(
            'flex flex-wrap items-center justify-between gap-x-4 gap-y-2',
            flush ? 'min-h-[52px] border-b px-4 py-2.5 mid:px-5' : 'mb-3 min-h-6',
          )}
        >
          <div className="flex min-w-0 flex-wrap items-baseline gap-x-2.5 gap-y-1">
            {title && (
              <h2 id={headingId} className="min-w-0">
                {title}
              </h2>
            )}
            {tag}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

/** A definition list: what a thing is, and its value. */
export function Facts({ children, className }: { children: ReactNode; className?: string }) {
  return <dl className={classes('definitions', className)}>{children}</dl>;
}

export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
