'use client';
import { formatRelative, formatUtc, formatUtcClock, formatUtcMinute } from '@/lib/format.ts';
import { useNow } from './use-now.ts';

interface TimeProps {
  at: string | number;
  /** `clock`: only hours and minutes, where the day is plain. */
  precision?: 'seconds' | 'minutes' | 'clock';
  /** Leave the "11 h ago" out, or the absolute time (it stays in the title). */
  show?: 'both' | 'absolute' | 'relative';
  className?: string;
}

const FORMATS = { seconds: formatUtc, minutes: formatUtcMinute, clock: formatUtcClock };

/** Absolute UTC with the relative time beside it. The server writes the absolute one alone: it can't know when it is read. */
export function Time({ at, precision = 'minutes', show = 'both', className }: TimeProps) {
  const now = useNow();
  const absolute = FORMATS[precision](at);
  const relative = now === null ? null : formatRelative(at, now);
  const iso = typeof at === 'number' ? new Date(at).toISOString() : at;
  if (show === 'relative') {
    return (
      <time dateTime={iso} title={formatUtc(at)} className={className}>
        {relative ?? absolute}
      </time>
    );
  }
  return (
    <time dateTime={iso} title={formatUtc(at)} className={className}>
      <span className="whitespace-nowrap">
        {absolute}
        {show === 'both' && relative !== null && <span className="text-muted">,</span>}
      </span>
      {show === 'both' && relative !== null && <span className="whitespace-nowrap text-muted"> {relative}</span>}
    </time>
  );
}
