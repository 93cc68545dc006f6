import type { ReactNode } from 'react';

/** Buttons below what they are about; on a phone they stay in reach, with a line that says what they do. */
export function StickyActions({ summary, children }: { summary: ReactNode; children: ReactNode }) {
  return (
    <div className="pinned mt-4 flex flex-col gap-2">
      <p className="pinned-line">{summary}</p>
      {children}
    </div>
  );
}
