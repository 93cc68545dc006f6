import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** Every state has a colour, a shape of its own and a word: never colour alone. */
export type StateLevel = 'ok' | 'warn' | 'bad' | 'live' | 'done' | 'idle' | 'unknown';

const SHAPES: Record<StateLevel, ReactNode> = {
  ok: <circle cx="6" cy="6" r="5.5" fill="currentColor" />,
  warn: <path fill="currentColor" d="M6 0.5 12 11.5H0z" />,
  bad: <path fill="currentColor" d="M0.5 0.5h11v11h-11z" />,
  live: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="2.5" className="pulse" />,
  done: <path fill="none" stroke="currentColor" strokeWidth="2" d="m1 6 3.5 4L11 2" />,
  idle: <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  unknown: <path fill="none" stroke="currentColor" strokeWidth="2" d="M1 6h10" />,
};
const COLOURS: Record<StateLevel, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  live: 'text-live',
  done: 'text-ok',
  idle: 'text-idle',
  unknown: 'text-muted',
};

export function Shape({ level, className }: { level: StateLevel; className?: string }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className={classes('size-3 flex-none', COLOURS[level], className)}>
      {SHAPES[level]}
    </svg>
  );
}

/** `<State level="bad">lost 86 %</State>` */
export function State({ level, children, className }: { level: StateLevel; children: ReactNode; className?: string }) {
  return (
    <span className={classes('inline-flex items-baseline gap-1.5 font-semibold', COLOURS[level], className)}>
      <Shape level={level} className="translate-y-px" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </span>
  );
}
