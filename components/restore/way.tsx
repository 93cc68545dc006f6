import type { ReactNode } from 'react';
import { Shape, type StateLevel } from '../ui/state.tsx';

interface WayProps {
  /** `ok`: it is done, as far as this is known. */
  level: StateLevel;
  title: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** One way to what was written after a backup: what it would bring, what came of it, and the next step. */
export function Way({ level, title, children, action }: WayProps) {
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)] items-start gap-x-3 gap-y-2 py-3 mid:grid-cols-[16px_minmax(0,1fr)_auto]">
      <Shape level={level} className={level === 'idle' ? 'mt-[3px] size-4 !text-faint' : 'mt-[3px] size-4'} />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        {title}
        <div className="flex flex-col gap-1 text-small text-muted">{children}</div>
      </div>
      {action !== undefined && <div className="max-mid:col-start-2">{action}</div>}
    </li>
  );
}
