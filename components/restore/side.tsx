import type { ReactNode } from 'react';

/** One side of a review: what is live now, or what is there after the restore. */
export function Side({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={title}>
      <p className="text-caption text-faint">{title}</p>
      {children}
    </div>
  );
}

/** The figure of a side, with a word beside it. */
export function Figure({ bad = false, children, beside }: { bad?: boolean; children: ReactNode; beside?: ReactNode }) {
  return (
    <p className="mt-2 mb-1.5 flex flex-wrap items-baseline gap-x-3">
      <span
        className={`figures text-[36px]/[40px] font-medium tracking-[-0.035em] [overflow-wrap:anywhere] ${bad ? 'text-bad' : ''}`}
      >
        {children}
      </span>
      {beside}
    </p>
  );
}
