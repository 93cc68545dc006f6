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
  className?: string;
  id?: string;
  children?: ReactNode;
}

const TONES = { plain: '', accent: 'border-accent', bad: 'border-bad', warn: 'border-warn', ok: 'border-ok' };

export function Panel({ title, tag, actions, tone = 'plain', className, id, children }: PanelProps) {
  const headingId = useId();
  return (
    <section
      id={id}
      aria-labelledby={title ? headingId : undefined}
      className={classes('min-w-0 rounded-lg border bg-panel p-4', TONES[tone], className)}
    >
      {(title || actions) && (
        <div className="mb-2.5 flex min-h-7 flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <div className="flex min-w-0 flex-wrap items-center gap-2">
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
