import { localFields } from './local-fields.ts';

export const PERIODS = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
export type Period = (typeof PERIODS)[number];

/** A number for the hour, day, week, month and year that an instant is in: equal for two instants of the same one. */
export type Buckets = Readonly<{ [period in Period]: number }>;

/**
 * Of a time zone's calendar. The hour that a clock shows twice, when it is set back, is one hour; a week begins on Monday, and
 * belongs to the year that has its Thursday (ISO 8601).
 */
export function bucketsOf(at: number, timeZone: string): Buckets {
  const { day, hour, month, year } = localFields(at, timeZone);
  const monthly = year * 100 + month;
  const daily = monthly * 100 + day;
  return { hourly: daily * 100 + hour, daily, weekly: isoWeek(year, month, day), monthly, yearly: year };
}

const DAY_MS = 86_400_000;

/** The year and the week of ISO 8601 as one number: 202053. */
function isoWeek(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month - 1, day));
  // Monday is 0: three days after it is the Thursday of its week.
  const weekday = (date.getUTCDay() + 6) % 7;
  const thursday = new Date(date.getTime() + (3 - weekday) * DAY_MS);
  const ofYear = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(ofYear, 0, 1)) / (7 * DAY_MS));
  return ofYear * 100 + week;
}
