import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/**
 * A page of two columns: what it is about, and at the right the rail with the decision, which remains visible while the
 * page scrolls. On a phone the rail is below; the primary button is then in StickyActions.
 */
export function WithRail({
  rail,
  wide = false,
  children,
}: {
  rail: ReactNode;
  /** For a rail that holds a choice. */
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={classes(
        'grid grid-cols-[minmax(0,1fr)] items-start gap-4 mid:gap-6',
        wide
          ? 'mid:grid-cols-[minmax(0,1fr)_328px] side:grid-cols-[minmax(0,1fr)_372px]'
          : 'mid:grid-cols-[minmax(0,1fr)_288px] side:grid-cols-[minmax(0,1fr)_320px]',
      )}
    >
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
      <div className="flex min-w-0 flex-col gap-4 mid:sticky mid:top-[calc(var(--top)+24px)] mid:max-h-[calc(100dvh-var(--top)-32px)] mid:overflow-y-auto">
        {rail}
      </div>
    </div>
  );
}
