import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** Every state has a shape of its own and a word: never colour alone. */
export type StateLevel = 'ok' | 'warn' | 'bad' | 'live' | 'done' | 'idle' | 'unknown';

const MARK = { fill: 'none', stroke: 'var(--surface)', strokeWidth: 1.7, strokeLinecap: 'round' } as const;
const TICK = (
  <>
    <circle cx="7" cy="7" r="6.5" fill="currentColor" />
    <path {...MARK} strokeLinejoin="round" d="M4.2 7.2 6.2 9.2 9.9 5" />
  </>
);
const RING = { cx: 7, cy: 7, r: 5.6, fill: 'none', stroke: 'currentColor', strokeWidth: 1.6 } as const;

const SHAPES: Record<StateLevel, ReactNode> = {
  ok: TICK,
  done: TICK,
  warn: (
    <>
      <path fill="currentColor" d="M7.9 1.2a1 1 0 0 0-1.8 0L.6 11.6a1 1 0 0 0 .9 1.5h11a1 1 0 0 0 .9-1.5z" />
      <path {...MARK} d="M7 5v3.3M7 10.6h.01" />
    </>
  ),
  bad: (
    <>
      <path fill="currentColor" d="M4.3.5h5.4l3.8 3.8v5.4l-3.8 3.8H4.3L.5 9.7V4.3z" />
      <path {...MARK} d="m5 5 4 4M9 5 5 9" />
    </>
  ),
  live: (
    <g className="turn">
      <circle {...RING} opacity="0.3" />
      <path fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" d="M7 1.4A5.6 5.6 0 0 1 12.6 7" />
    </g>
  ),
  idle: <circle {...RING} />,
  unknown: <circle {...RING} strokeDasharray="2.2 2.2" />,
};
const COLOURS: Record<StateLevel, string> = {
  ok: 'text-ok',
  warn: 'text-warn-fill',
  bad: 'text-bad',
  live: 'text-accent',
  done: 'text-ok',
  idle: 'text-muted',
  unknown: 'text-muted',
};
const WORDS: Record<StateLevel, string> = {
  ok: 'text-muted',
  warn: 'font-medium text-warn',
  bad: 'font-medium text-bad',
  live: 'font-medium text-accent',
  done: 'text-muted',
  idle: 'text-muted',
  unknown: 'text-muted',
};

export function Shape({ level, className }: { level: StateLevel; className?: string }) {
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true" className={classes('size-3.5 flex-none', COLOURS[level], className)}>
      {SHAPES[level]}
    </svg>
  );
}

interface StateProps {
  level: StateLevel;
  /** The word in the state's colour when all is well too: the one verdict of a page. */
  strong?: boolean;
  children: ReactNode;
  className?: string;
}

/** `<State level="bad">lost 86 %</State>`: what is normal is muted, problems are coloured. */
export function State({ level, strong = false, children, className }: StateProps) {
  const tone = strong && (level === 'ok' || level === 'done') ? 'font-medium text-ok' : WORDS[level];
  return (
    <span className={classes('inline-flex max-w-full items-baseline gap-[7px]', tone, className)}>
      <Shape level={level} className="translate-y-0.5" />
      {/* A column never shrinks below its words. */}
      <span className="min-w-0 break-words">{children}</span>
    </span>
  );
}
