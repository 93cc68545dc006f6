import type { NextTime } from '../contract/schedules-page.ts';

/**
 * Times on the clock of a zone, each with a note where that clock changes between it and the time before. `from`: the moment
 * before the first, in milliseconds as all times here.
 */
export function nextTimesInZone(times: readonly number[], timeZone: string, from: number): NextTime[] {
  const clock = clockOf(timeZone);
  return times.map((time, place) => {
    const change = clock.offset(time) - clock.offset(times[place - 1] ?? from);
    return {
      at: new Date(time).toISOString(),
      local: clock.words(time),
      note: change === 0 ? null : `clock change: ${hoursOf(change)}`,
    };
  });
}

/** "+1 h", "−30 min" */
function hoursOf(change: number): string {
  const minutes = Math.abs(change) / 60_000;
  return `${change > 0 ? '+' : '−'}${minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`}`;
}

function clockOf(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const fields = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  const partsOf = (intl: Intl.DateTimeFormat, time: number) => {
    const parts = new Map(intl.formatToParts(time).map(({ type, value }) => [type as string, value]));
    return (type: string) => parts.get(type) ?? '';
  };
  return {
    words: (time: number): string => {
      const part = partsOf(format, time);
      return `${part('weekday')} ${part('day')} ${part('month').slice(0, 3)}, ${part('hour')}:${part('minute')}`;
    },
    /** How far the clock is ahead of UTC, in milliseconds, to the minute. */
    offset: (time: number): number => {
      const part = partsOf(fields, time);
      const number = (type: string) => Number(part(type));
      const local = Date.UTC(number('year'), number('month') - 1, number('day'), number('hour'), number('minute'));
      return local - Math.floor(time / 60_000) * 60_000;
    },
  };
}
