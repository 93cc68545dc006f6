'use client';
import { useState, type KeyboardEvent } from 'react';
import type { BackupDay } from '@/lib/contract/backup-days.ts';
import type { DayState } from '@/lib/contract/day-states.ts';
import { formatCount, formatUtcClock } from '@/lib/format.ts';
import { dayLabel, daysInWords, dayWord } from '@/lib/present/day-words.ts';
import { classes } from '../ui/classes.ts';

/** Height and pattern carry the state; colour repeats it. */
const BARS: Record<DayState, string> = {
  verified: 'h-full bg-ok-fill',
  'not-verified': 'h-full shadow-[inset_0_0_0_1.5px_var(--ok-fill)]',
  unfinished: 'h-1/2 bg-warn-fill',
  failed:
    'h-full bg-[repeating-linear-gradient(135deg,var(--bad)_0_2px,transparent_2px_4px)] shadow-[inset_0_0_0_1px_var(--bad)]',
  none: 'h-0.5 bg-line-strong',
};

interface Props {
  alias: string;
  days: readonly BackupDay[];
  className?: string;
}

/**
 * The last 30 days of an alias's backups. One stop of the keyboard: the arrow keys go from day to day, and the day's
 * backups are listed beside its bar, as they are under the pointer.
 */
export function DayStrip({ alias, days, className }: Props) {
  const [chosen, setChosen] = useState<number | null>(null);
  const last = days.length - 1;
  const shown = chosen ?? last;
  const move = (event: KeyboardEvent) => {
    const next = {
      ArrowLeft: shown - 1,
      ArrowDown: shown - 1,
      ArrowRight: shown + 1,
      ArrowUp: shown + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === 'Escape') setChosen(null);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(Math.min(last, Math.max(0, next)));
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={`Backups of ${alias}, last ${days.length} days: ${daysInWords(days)}`}
      aria-valuemin={1}
      aria-valuemax={days.length}
      aria-valuenow={shown + 1}
      aria-valuetext={days[shown] && dayInWords(days[shown])}
      onFocus={() => setChosen(last)}
      onBlur={() => setChosen(null)}
      onKeyDown={move}
      onPointerLeave={() => setChosen(null)}
      className={classes('grid h-5 auto-cols-fr grid-flow-col rounded-sm max-mid:min-h-11', className)}
    >
      {days.map((day, position) => (
        <span
          key={day.date}
          aria-hidden="true"
          onPointerEnter={() => setChosen(position)}
          className="relative flex min-w-0 items-end px-[1.5px] max-mid:px-px max-mid:py-3"
        >
          <i className={classes('block w-full rounded-[2px]', BARS[day.state])} />
          {chosen === position && <DayPopover day={day} place={position / last} />}
        </span>
      ))}
    </div>
  );
}

/** `place`: from 0, the first day, to 1; the popover never leaves the strip. */
function DayPopover({ day, place }: { day: BackupDay; place: number }) {
  return (
    <span
      className={classes(
        'pointer-events-none absolute bottom-full z-20 mb-1.5 grid w-max max-w-64 gap-0.5 rounded-md bg-raised px-3 py-2 text-small shadow-pop',
        place < 0.35 ? 'left-0' : place > 0.65 ? 'right-0' : 'left-1/2 -translate-x-1/2',
      )}
    >
      <b className="font-medium text-text">
        {dayLabel(day.date)}: {dayWord(day.state)}
      </b>
      {day.results.map((result) => (
        <span key={result.backup ?? result.job} className="text-muted">
          {resultInWords(result)}
        </span>
      ))}
      {day.more > 0 && <span className="text-faint">and {formatCount(day.more)} more</span>}
    </span>
  );
}

function resultInWords({ at, state, backup, documents, isSnapshot }: BackupDay['results'][number]): string {
  const clock = formatUtcClock(at);
  if (backup === null) return `${clock}, the job failed`;
  return isSnapshot === true
    ? `${clock}, snapshot, ${dayWord(state)}`
    : `${clock}, ${dayWord(state)}, ${formatCount(documents)} documents`;
}

const dayInWords = (day: BackupDay): string =>
  [`${dayLabel(day.date)}: ${dayWord(day.state)}`, ...day.results.map(resultInWords)].join('. ');

/** What the bars mean, once for all strips of a page. */
export function DayLegend({ className }: { className?: string }) {
  return (
    <ul className={classes('flex flex-wrap gap-x-4 gap-y-1 text-caption font-normal text-muted', className)}>
      {(Object.keys(BARS) as DayState[]).map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <span aria-hidden="true" className="flex h-3.5 w-2 items-end">
            <i className={classes('block w-full rounded-[2px]', BARS[state])} />
          </span>
          {dayWord(state)}
        </li>
      ))}
    </ul>
  );
}
