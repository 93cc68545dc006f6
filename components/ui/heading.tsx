'use client';
import { useEffect, useRef, type ReactNode } from 'react';

interface HeadingProps {
  children: ReactNode;
  /** One sentence under it. */
  sub?: ReactNode;
  /** At the right: buttons. */
  actions?: ReactNode;
  /** Takes the focus when it appears or changes: the heading of a new step. */
  takeFocus?: boolean | string;
}

/** The page's heading; a new step gives it the focus, so that a keyboard or a screen reader starts there. */
export function Heading({ children, sub, actions, takeFocus = false }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeFocus !== false) heading.current?.focus();
  }, [takeFocus]);
  return (
    <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 ref={heading} tabIndex={-1}>
          {children}
        </h1>
        {sub && <div className="mt-1 text-muted">{sub}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
