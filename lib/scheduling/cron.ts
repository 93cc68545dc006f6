import { Cron, CronPattern } from 'croner';
import { AppError } from '../errors.ts';
import { type InputProblem, timeZoneProblem } from './time-zone.ts';

/** When a schedule runs. */
export interface CronTimes {
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  cron: string;
  /** Of the IANA database: "Europe/London". */
  timeZone: string;
}

/** What the five fields say. null: every one. */
export interface CronFields {
  /** Ascending. */
  minutes: number[];
  /** Ascending. */
  hours: number[];
  /** Days of the month from 1; `last`: the last one. */
  days: number[] | 'last' | null;
  /** From 1, January. */
  months: number[] | null;
  /** 0 is Sunday. */
  weekdays: number[] | null;
}

const MODE = '5-part';
/** Croner's mark of a day of the week that is not limited to the nth of the month. */
const EVERY_WEEK = 0b111111;

const FIELDS = [
  { name: 'minute', hint: 'A minute is 0 to 59: one (5), several (0,30), a range (0-29), each (*), or steps (*/15).' },
  { name: 'hour', hint: 'An hour is 0 to 23: one (3), several (3,15), a range (9-17), each (*), or steps (*/6).' },
  {
    name: 'day of the month',
    hint: 'A day of the month is 1 to 31: one (1), several (1,15), a range (1-7), each (*), or the last (L).',
  },
  { name: 'month', hint: 'A month is 1 to 12, or JAN to DEC: one (1), several (1,7), a range (6-8), or each (*).' },
  {
    name: 'day of the week',
    hint: 'A day of the week is 0 to 7, or SUN to SAT; 0 and 7 are Sunday: one (1), several (1,4), a range (1-5), or each (*).',
  },
] as const;
const FIVE_FIELDS =
  'Write five fields: minute, hour, day of the month, month, day of the week. “0 3 * * *” is every day at 03:00.';

const fieldsIn = (cron: string): string[] => cron.trim().split(/\s+/);

/** Throws `invalid_input`, with `details.fields` `cron` and `timeZone`. */
export function requireCron({ cron, timeZone }: CronTimes): void {
  const ofCron = cronProblem(cron);
  const ofTimeZone = timeZoneProblem(timeZone);
  const first = ofCron ?? ofTimeZone;
  if (first === null) return;
  throw new AppError('invalid_input', first.message, {
    hint: first.hint,
    details: {
      fields: {
        ...(ofCron && { cron: ofCron.message }),
        ...(ofTimeZone && { timeZone: ofTimeZone.message }),
      },
    },
  });
}

function cronProblem(cron: string): InputProblem | null {
  const fields = fieldsIn(cron);
  if (cron.trim().startsWith('@'))
    return { message: `Nicknames such as ${fields[0]} can’t be used.`, hint: FIVE_FIELDS };
  if (fields.length !== FIELDS.length)
    return {
      message: `A cron expression has five fields, not ${fields.length}${fields.length === 6 ? ': seconds can’t be given' : ''}.`,
      hint: FIVE_FIELDS,
    };
  const wrong = FIELDS.findIndex((_, place) => !isReadable(fields, place));
  const field = FIELDS[wrong];
  if (field) return { message: `The ${field.name} “${fields[wrong]}” can’t be read.`, hint: field.hint };
  // Which year it is does not matter: a date that no year has.
  return cronOf({ cron, timeZone: 'UTC' }).nextRun(new Date(0)) === null
    ? { message: `“${cron.trim()}” never runs: there is no such day.`, hint: 'Choose a day that the month has.' }
    : null;
}

/**
 * Whether one field can be read by itself. Refuses what Croner reads besides: `?`, which has other meanings elsewhere, and
 * `+`, which is its own.
 */
function isReadable(fields: readonly string[], place: number): boolean {
  const field = fields[place] ?? '';
  if (!/^[\dA-Za-z*,/#-]+$/.test(field)) return false;
  try {
    new CronPattern(FIELDS.map((_, other) => (other === place ? field : '*')).join(' '), undefined, { mode: MODE });
    return true;
  } catch {
    return false;
  }
}

interface Compiled {
  cron: Cron;
  /** The last time and the next one, of the moment that was asked for last. */
  around: { last: number; next: number } | null;
}

/** Pages and the scheduler ask for the same few again and again. */
const compiled = new Map<string, Compiled>();
const MAX_COMPILED = 1000;

function compiledOf(times: CronTimes): Compiled {
  const key = `${times.timeZone} ${times.cron}`;
  const known = compiled.get(key);
  if (known) return known;
  const made: Compiled = { cron: cronOf(times), around: null };
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(key, made);
  return made;
}

/**
 * A cron expression as Croner is to read it. With a limited hour, the fields name times of the day: each is once a day,
 * also when the clock changes. With every hour, they divide real time. Croner decides this by the way in which minutes and
 * hours are written ("no-wildcard"), so they are written as lists, and every hour as `*`.
 */
function cronOf({ cron, timeZone }: CronTimes): Cron {
  const { minute, hour } = new CronPattern(cron, undefined, { mode: MODE });
  const hours = indicesIn(hour);
  const fields = [indicesIn(minute).join(','), hours.length === 24 ? '*' : hours.join(','), ...fieldsIn(cron).slice(2)];
  return new Cron(fields.join(' '), { mode: MODE, timezone: timeZone, fixedTimeRule: 'no-wildcard' });
}

const indicesIn = (marks: readonly number[]): number[] =>
  marks.flatMap((mark, index) => (mark === 0 || mark === undefined ? [] : [index]));

/** What the fields of a readable expression say; null: more than `CronFields` can say. */
export function cronFields(cron: string): CronFields | null {
  const pattern = new CronPattern(cron, undefined, { mode: MODE });
  const [days, weekdays] = [indicesIn(pattern.day).map((day) => day + 1), indicesIn(pattern.dayOfWeek)];
  const last = pattern.lastDayOfMonth;
  const [, , inMonth, , inWeek] = fieldsIn(cron);
  const isPlain =
    !pattern.lastWeekday &&
    pattern.nearestWeekdays.every((mark) => mark === 0) &&
    pattern.dayOfWeek.every((mark) => mark === 0 || mark === EVERY_WEEK) &&
    (inMonth === '*' || inWeek === '*') &&
    !(last && days.length > 0);
  if (!isPlain) return null;
  return {
    minutes: indicesIn(pattern.minute),
    hours: indicesIn(pattern.hour),
    days: last ? 'last' : days.length === 31 ? null : days,
    months: pattern.month.every(Boolean) ? null : indicesIn(pattern.month).map((month) => month + 1),
    weekdays: weekdays.length === 7 ? null : weekdays,
  };
}

/** The next `count` times strictly after a moment, ascending; fewer if there are no more. Milliseconds. */
export const nextTimes = (times: CronTimes, after: number, count: number): number[] =>
  compiledOf(times)
    .cron.nextRuns(count, new Date(after))
    .map((date) => date.getTime());

/** The last time up to a moment, itself included; null: none. Milliseconds. */
export function lastTime(times: CronTimes, upTo: number): number | null {
  const of = compiledOf(times);
  if (of.around === null || upTo < of.around.last || upTo >= of.around.next)
    of.around = {
      last: timeBefore(of.cron, upTo + 1) ?? -Infinity,
      next: of.cron.nextRun(new Date(upTo))?.getTime() ?? Infinity,
    };
  return of.around.last === -Infinity ? null : of.around.last;
}

const timeBefore = (cron: Cron, before: number): number | null =>
  cron.previousRuns(1, new Date(before))[0]?.getTime() ?? null;

/** So many times that are too old to be listed are counted: some 0.1 s at most. */
export const MAX_COUNTED = 1000;

/**
 * The newest `most` times in (after, upTo], ascending, and how many more there are; MAX_COUNTED: at least so many.
 * Milliseconds.
 */
export function timesBetween(
  times: CronTimes,
  after: number,
  upTo: number,
  most: number,
): { times: number[]; earlier: number } {
  const { cron } = compiledOf(times);
  const found: number[] = [];
  for (
    let at = lastTime(times, upTo);
    at !== null && at > after && found.length < most + MAX_COUNTED;
    at = timeBefore(cron, at)
  )
    found.push(at);
  return { times: found.slice(0, most).reverse(), earlier: Math.max(0, found.length - most) };
}
