import { plural } from '../format.ts';
import { localFields } from './local-fields.ts';

export interface Age {
  years: number;
  months: number;
  days: number;
  hours: number;
}

/** "2y5m7d3h", as `retentionRules` has checked it. */
export function parseAge(text: string): Age {
  const [, years, months, days, hours] = /^(?:(\d+)y)?(?:(\d+)m)?(?:(\d+)d)?(?:(\d+)h)?$/.exec(text) ?? [];
  const number = (digits: string | undefined): number => Number(digits ?? 0);
  return { years: number(years), months: number(months), days: number(days), hours: number(hours) };
}

/** "0d" is no rule, as for restic. */
export const isNoAge = (age: Age): boolean => Object.values(age).every((part) => part === 0);

/** "2 years 5 months 7 days 3 hours". */
export function formatAge({ days, hours, months, years }: Age): string {
  const parts = [
    years > 0 ? plural(years, 'year') : '',
    months > 0 ? plural(months, 'month') : '',
    days > 0 ? plural(days, 'day') : '',
    hours > 0 ? plural(hours, 'hour') : '',
  ].filter((part) => part !== '');
  return parts.join(' ') || '0 hours';
}

const HOUR_MS = 3_600_000;

/**
 * The instant of that age before another one. Years, months and days are those of the time zone's calendar, at the same time
 * of day; a day that a month lacks is as many days after it as are missing (31 March less a month is 3 March, as Go's AddDate has
 * it, which restic uses). Then hours, each of 60 minutes.
 */
export function instantBefore(at: number, { days, hours, months, years }: Age, timeZone: string): number {
  const local = localFields(at, timeZone);
  const wall = new Date(0);
  wall.setUTCFullYear(local.year - years, local.month - 1 - months, local.day - days);
  wall.setUTCHours(local.hour, local.minute, local.second, ((at % 1000) + 1000) % 1000);
  return instantOf(wall.getTime(), timeZone) - hours * HOUR_MS;
}

/** `wall`: what a clock of that zone shows, as milliseconds of UTC. No backup is older than 1970: then the offset is left out. */
function instantOf(wall: number, timeZone: string): number {
  if (wall <= 86_400_000) return wall;
  const guess = wall - offsetAt(wall, timeZone);
  return wall - offsetAt(guess, timeZone);
}

function offsetAt(at: number, timeZone: string): number {
  const { day, hour, minute, month, second, year } = localFields(at, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
