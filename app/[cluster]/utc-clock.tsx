'use client';
import { formatUtcClock } from '@/lib/format.ts';
import { useNow } from '@/components/ui/use-now.ts';

/** The hour in UTC, in which every absolute time of the pages stands. */
export function UtcClock() {
  const now = useNow(10);
  return <span className="hidden min-w-20 text-right lg:inline">{now === null ? '' : formatUtcClock(now)}</span>;
}
