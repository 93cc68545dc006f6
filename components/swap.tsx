import type { ReactNode } from 'react';
import { Icon } from './ui/icon.tsx';

/** Two states side by side, the later one behind an arrow; one below the other on a phone. */
export function Swap({ first, second }: { first: ReactNode; second: ReactNode }) {
  return (
    <div className="grid mid:grid-cols-2">
      <div className="min-w-0 p-4 mid:p-5 mid:pr-9">{first}</div>
      <div className="relative min-w-0 border-t p-4 mid:border-t-0 mid:border-l mid:p-5 mid:pl-9">
        <span
          aria-hidden="true"
          className="absolute top-0 left-1/2 grid size-[30px] -translate-1/2 rotate-90 place-items-center rounded-full border bg-surface text-faint mid:top-1/2 mid:left-0 mid:rotate-0"
        >
          <Icon name="arrow" />
        </span>
        {second}
      </div>
    </div>
  );
}
