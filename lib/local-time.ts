/**
 * The time in a zone, "08:22" or "08:22:10", with the day where it is another one than in UTC: "29 Nov 00:22". null: the
 * zone's time is UTC, or the time can't be read. `timeZone` undefined: the zone of this process or browser.
 */
export function formatLocal(
  at: string | number,
  precision: 'minutes' | 'seconds' = 'minutes',
  timeZone?: string,
): string | null {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return null;
  const local = wordsOf(date, precision, timeZone);
  const utc = wordsOf(date, precision, 'UTC');
  if (local.day === utc.day) return local.time === utc.time ? null : local.time;
  return `${local.day} ${local.time}`;
}

/** "Europe/Berlin"; undefined: the browser doesn't say. */
export const localTimeZone = (): string | undefined => new Intl.DateTimeFormat('en-GB').resolvedOptions().timeZone;

/** By zone: a formatter takes longer to make than to use, and a page has a hundred times. */
const formatters = new Map<string | undefined, Intl.DateTimeFormat>();

function formatterOf(timeZone: string | undefined): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(timeZone, formatter);
  return formatter;
}

function wordsOf(date: Date, precision: 'minutes' | 'seconds', timeZone?: string): { day: string; time: string } {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(date)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const seconds = precision === 'seconds' ? `:${part('second')}` : '';
  return { day: `${part('day')} ${part('month')}`, time: `${part('hour')}:${part('minute')}${seconds}` };
}
