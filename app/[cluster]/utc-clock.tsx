'use client';
import { formatUtcClock } from '@/lib/format.ts';
import { useNow } from '@/components/ui/use-now.ts';

/** The time in UTC, as every absolute time on the pages. */
export function UtcClock() {
  const now = useNow(10);
  return <span className="hidden min-w-20 text-right lg:inline">{now === null ? '' : formatUtcClock(now)}</span>;
}
