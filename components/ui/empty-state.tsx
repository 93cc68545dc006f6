import type { ReactNode } from 'react';

/** Nothing here, and what would fill it. */
export function EmptyState({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-2 rounded-lg border border-dashed border-line-strong p-5">
      <p className="font-medium [overflow-wrap:anywhere]">{title}</p>
      {children && <div className="max-w-full text-muted [overflow-wrap:anywhere]">{children}</div>}
      {actions && <div className="mt-1 flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
