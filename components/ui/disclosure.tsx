'use client';
import { useState, type ReactNode } from 'react';

/** Details that open by themselves once there is a reason; closing them again is left to the person, who may be typing in them. */
export function Disclosure({
  openOnce,
  summary,
  className,
  children,
}: {
  openOnce: boolean;
  summary: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const [opened, setOpened] = useState(openOnce);
  if (openOnce && !opened) setOpened(true);
  return (
    <details className={className} open={opened}>
      <summary className="text-accent">{summary}</summary>
      {children}
    </details>
  );
}
