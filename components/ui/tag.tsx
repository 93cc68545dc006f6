import type { ReactNode } from 'react';
import { classes } from './classes.ts';

const TONES = {
  plain: 'border-line-strong text-muted',
  live: 'border-live text-live',
  ok: 'border-ok text-ok',
  warn: 'border-warn text-warn',
  bad: 'border-bad text-bad',
};

export function Tag({
  tone = 'plain',
  children,
  className,
}: {
  tone?: keyof typeof TONES;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={classes(
        'inline-block rounded border px-1.5 text-xs leading-5 whitespace-nowrap',
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
