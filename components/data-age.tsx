'use client';
import { formatAge, formatUtcClock } from '@/lib/format.ts';
import { State } from './ui/state.tsx';
import { useNow } from './ui/use-now.ts';

/** A polled answer older than this means that the cluster is slow. */
const SLOW_MS = 20_000;

/** How old an answer of the cluster is: "4 s ago". */
export function DataAge({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  const age = now === null ? null : now - Date.parse(at);
  return (
    <>
      <span className={className}>
        {age === null ? formatUtcClock(at) : age < 1500 ? 'now' : `${formatAge(age)} ago`}
      </span>
      {age !== null && age > SLOW_MS && (
        <>
          {' '}
          <State level="warn">slow to answer</State>
        </>
      )}
    </>
  );
}
