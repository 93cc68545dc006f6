import type { ReactNode } from 'react';

/** Buttons below their subject. On a phone they stick to the bottom of the screen, with a line that says what they do. */
export function StickyActions({ summary, children }: { summary: ReactNode; children: ReactNode }) {
  return (
    <div className="pinned mt-4 flex flex-col gap-2">
      <p className="pinned-line">{summary}</p>
      {children}
    </div>
  );
}
