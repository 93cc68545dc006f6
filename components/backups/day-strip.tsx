'use client';
import type { BackupDay } from '@/lib/contract/backup-days.ts';
import type { DayState } from '@/lib/contract/day-states.ts';
import { formatCount, formatUtcClock } from '@/lib/format.ts';
import { dayLabel, daysInWords, dayWord } from '@/lib/present/day-words.ts';
import { StateStrip, StripLegend } from '../ui/state-strip.tsx';

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

/** The last 30 days of an alias's backups, with the backups of the chosen day. */
export function DayStrip({ alias, days, className }: Props) {
  return (
    <StateStrip
      label={`Backups of ${alias}, last ${days.length} days: ${daysInWords(days)}`}
      items={days}
      keyOf={({ date }) => date}
      bar={({ state }) => BARS[state]}
      inWords={dayInWords}
      {...(className === undefined ? {} : { className })}
    >
      {(day) => (
        <>
          <b className="font-medium text-text">
            {dayLabel(day.date)}: {dayWord(day.state)}
          </b>
          {day.results.map((result) => (
            <span key={result.backup ?? result.job} className="text-muted">
              {resultInWords(result)}
            </span>
          ))}
          {day.more > 0 && <span className="text-faint">and {formatCount(day.more)} more</span>}
        </>
      )}
    </StateStrip>
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
    <StripLegend
      states={Object.keys(BARS) as DayState[]}
      bar={(state) => BARS[state]}
      word={dayWord}
      className={className}
    />
  );
}
