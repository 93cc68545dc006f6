'use client';
import { useEffect, useRef, type ReactNode } from 'react';

interface HeadingProps {
  children: ReactNode;
  /** One sentence under it. */
  sub?: ReactNode;
  /** At the right: buttons, the primary one last. */
  actions?: ReactNode;
  /** At the right, before the buttons: the steps of a flow. */
  steps?: ReactNode;
  /** Takes the focus when it appears or changes: the heading of a new step. */
  takeFocus?: boolean | string;
}

/** The page's heading; a new step gives it the focus, so that a keyboard or a screen reader starts there. */
export function Heading({ children, sub, actions, steps, takeFocus = false }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeFocus !== false) heading.current?.focus();
  }, [takeFocus]);
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
      <div className="min-w-0 flex-[1_1_420px] max-mid:basis-full">
        <h1 ref={heading} tabIndex={-1}>
          {children}
        </h1>
        {sub && <div className="mt-1 max-w-[92ch] text-pretty text-muted">{sub}</div>}
      </div>
      {steps && <div className="max-mid:-mt-2 mid:pt-1.5 [&>nav]:mb-0">{steps}</div>}
      {actions && <div className="flex flex-wrap items-center gap-2 max-mid:w-full">{actions}</div>}
    </div>
  );
}
