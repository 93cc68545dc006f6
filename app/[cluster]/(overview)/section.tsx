import { useId, type ReactNode } from 'react';

/** A part of the page under a heading of its own. */
export function Section({
  title,
  hint,
  actions,
  id,
  children,
}: {
  title: string;
  /** Beside the title, muted. */
  hint?: ReactNode;
  actions?: ReactNode;
  id?: string;
  children: ReactNode;
}) {
  const headingId = useId();
  return (
    <section id={id} aria-labelledby={headingId} className="mt-10 min-w-0">
      <div className="mb-3 flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2.5">
          <h2 id={headingId}>{title}</h2>
          {hint && <span className="text-small [overflow-wrap:anywhere] text-muted max-mid:hidden">{hint}</span>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
