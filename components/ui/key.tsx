import type { ReactNode } from 'react';

/** A key of the keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="min-w-6 rounded-sm border bg-raised px-1.5 text-center font-mono text-code whitespace-nowrap">
      {children}
    </kbd>
  );
}
