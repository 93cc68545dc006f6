'use client';
import { formatRelative, formatUtc, formatUtcClock, formatUtcSeconds, formatUtcShort } from '@/lib/format.ts';
import { formatLocal, localTimeZone } from '@/lib/local-time.ts';
import { usePreference } from '../use-preference.ts';
import { useNow } from './use-now.ts';

type Precision = 'seconds' | 'minutes' | 'clock' | 'clock-seconds';

interface TimeProps {
  at: string | number;
  /** `clock`: only hours and minutes, where the day is plain; `clock-seconds`: with seconds. */
  precision?: Precision;
  /** Leave the "11 h ago" out, or the absolute time (it stays in the title). */
  show?: 'both' | 'absolute' | 'relative';
  /** In a table "UTC" is left out: the top line of every page says it. */
  zone?: boolean;
  className?: string;
}

/** The year is left out where it is this one. */
function absoluteOf(at: string | number, precision: Precision): string {
  if (precision === 'clock') return formatUtcClock(at);
  if (precision === 'clock-seconds') return formatUtcSeconds(at);
  return `${formatUtcShort(at, Date.now(), precision)} UTC`;
}

/** The whole time, and that of this browser's zone below it. */
function titleOf(at: string | number, hydrated: boolean): string {
  const local = hydrated ? formatLocal(at, 'seconds') : null;
  return local === null ? formatUtc(at) : `${formatUtc(at)}\n${local} in ${localTimeZone() ?? 'your time zone'}`;
}

/** " (08:22 here)", if this browser's person wants it. */
function Local({ at, precision }: Required<Pick<TimeProps, 'at' | 'precision'>>) {
  const local = formatLocal(at, precision.endsWith('seconds') ? 'seconds' : 'minutes');
  return local === null ? null : <span className="whitespace-nowrap text-muted"> ({local} here)</span>;
}

/** Absolute UTC with the relative time beside it. The server writes the absolute one alone: it can't know when it is read. */
export function Time({ at, precision = 'minutes', show = 'both', zone = true, className }: TimeProps) {
  // An absolute time doesn't move.
  const now = useNow(show === 'absolute' ? 86_400 : 1);
  const [local] = usePreference('local-time');
  const whole = absoluteOf(at, precision);
  const absolute = zone ? whole : whole.replace(/ UTC$/, '');
  const relative = now === null ? null : formatRelative(at, now);
  const iso = typeof at === 'number' ? new Date(at).toISOString() : at;
  const withRelative = show === 'both' && relative !== null;
  return (
    <time dateTime={iso} title={titleOf(at, now !== null)} className={className}>
      {show === 'relative' ? (
        (relative ?? absolute)
      ) : (
        // A page that is sent in one year and shown in the next has another text: only then.
        <span className="whitespace-nowrap" suppressHydrationWarning>
          {absolute}
          {withRelative && !local && <span className="text-muted">,</span>}
        </span>
      )}
      {local && show !== 'relative' && <Local at={at} precision={precision} />}
      {withRelative && <span className="whitespace-nowrap text-muted"> {relative}</span>}
    </time>
  );
}
