import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextTimes } from '../../lib/scheduling/cron.ts';
import { cronSentence } from '../../lib/scheduling/sentence.ts';

const sentence = (cron: string) => cronSentence({ cron, timeZone: 'Europe/London' }).replace(', Europe/London', '');

describe('a cron expression in words', () => {
  test('ends with the time zone', () => {
    expect(cronSentence({ cron: '0 3 * * *', timeZone: 'Europe/London' })).toBe('Every day at 03:00, Europe/London');
  });

  test.each([
    ['0 3,15 * * *', 'Every day at 03:00 and 15:00'],
    ['30 4 * * 1', 'Every Monday at 04:30'],
    ['0 2 * * 1-5', 'Monday to Friday at 02:00'],
    ['0 4 * * 6,0', 'Every Saturday and Sunday at 04:00'],
    ['0 2 * * SUN', 'Every Sunday at 02:00'],
    ['0 3 * * 0-6', 'Every day at 03:00'],
    ['0 3 1-31 * *', 'Every day at 03:00'],
    ['0 2 1 * *', 'On day 1 of every month at 02:00'],
    ['0 2 1,15 * *', 'On days 1 and 15 of every month at 02:00'],
    ['0 2 31 * *', 'On day 31 of every month that has it at 02:00'],
    ['0 2 L * *', 'On the last day of every month at 02:00'],
    ['0 0 1 1,7 *', 'On day 1 of January and July at 00:00'],
    ['30 4 * jul mon', 'Every Monday in July at 04:30'],
    ['5 * * * *', 'Every hour at minute 5'],
    ['*/15 * * * *', 'Every 15 minutes'],
    ['* * * * *', 'Every minute'],
    ['5-59/15 * * * *', 'Every hour at minutes 5, 20, 35 and 50'],
    ['*/40 * * * *', 'Every hour at minutes 0 and 40'],
    ['0 */6 * * *', 'Every 6 hours, at 00:00, 06:00, 12:00 and 18:00'],
    ['0 */2 * * *', 'Every 2 hours from 00:00 to 22:00'],
    ['0 */5 * * *', 'Every day at 00:00, 05:00, 10:00, 15:00 and 20:00'],
    ['0 9-17 * * *', 'Every hour from 09:00 to 17:00'],
    ['*/15 9-17 * * 1-5', 'Every 15 minutes from 09:00 to 17:45, Monday to Friday'],
    ['*/10 * * * SAT', 'Every 10 minutes, every Saturday'],
    ['*/30 * 1 * *', 'Every 30 minutes, on day 1 of every month'],
  ])('says %s', (cron, words) => {
    expect(sentence(cron)).toBe(words);
  });

  test.each([
    '0 3 1 * 1',
    '0 3 1-31 * 1',
    '0 3 LW * *',
    '0 3 15W * *',
    '0 3 * * 5#2',
    '0 3 * * FRIL',
    '0 3 1,L * *',
    '1-45 3 * * *',
  ])('gives %s itself where words don’t suffice', (cron) => {
    expect(sentence(cron)).toBe(`At the times of “${cron}”`);
  });
});

const some = (from: number, to: number) =>
  fc.uniqueArray(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: 6 }).map((values) => values.join(','));
const step = (...steps: number[]) => fc.constantFrom(...steps).map((each) => `*/${each}`);
const range = (from: number, to: number) =>
  fc
    .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: from, max: to }))
    .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
const every = fc.constant('*');
const anyCron = fc
  .tuple(
    fc.oneof(fc.constant('0'), some(0, 59), step(5, 7, 15, 20, 45), range(0, 59), every),
    fc.oneof(some(0, 23), step(2, 3, 5, 6, 12), range(0, 23), every),
    fc.oneof({ weight: 3, arbitrary: every }, some(1, 31), range(1, 31), fc.constant('L')),
    fc.oneof({ weight: 3, arbitrary: every }, some(1, 12)),
    fc.oneof({ weight: 3, arbitrary: every }, some(0, 7), range(0, 7)),
  )
  // A 30 February never comes.
  .filter(([, , day, month, week]) => week !== '*' || month === '*' || /^(?:\*|L|[12]?\d)$/.test(day))
  .map((fields) => fields.join(' '));

test('says nothing but the times at which it runs', () => {
  let inWords = 0;
  fc.assert(
    fc.property(anyCron, fc.integer({ min: 0, max: 400_000 }), (cron, minutes) => {
      const words = cronSentence({ cron, timeZone: 'UTC' }).replace(/, UTC$/, '');
      if (words.startsWith('At the times of')) return;
      inWords += 1;
      const after = Date.parse('2026-01-01T00:00Z') + minutes * 60_000;
      expect(nextTimes({ cron, timeZone: 'UTC' }, after, 30), words).toEqual(meaningOf(words, after, 30));
    }),
    { numRuns: 500 },
  );
  expect(inWords).toBeGreaterThan(150);
});

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** The first times after a moment, as a reader of the sentence expects them. */
function meaningOf(words: string, after: number, count: number): number[] {
  const isOn = dayMeaning(words);
  const minutes = timeMeaning(words);
  const found: number[] = [];
  for (let day = Math.floor(after / 86_400_000); found.length < count; day += 1)
    if (isOn(new Date(day * 86_400_000)))
      found.push(...minutes.map((minute) => day * 86_400_000 + minute * 60_000).filter((at) => at > after));
  return found.slice(0, count);
}

function dayMeaning(words: string): (date: Date) => boolean {
  const months = MONTHS.flatMap((name, month) => (words.includes(name) ? [month] : []));
  const isMonth = (date: Date) => months.length === 0 || months.includes(date.getUTCMonth());
  const [, from, to] = /\b(\w+day) to (\w+day)\b/.exec(words) ?? [];
  const place = (name: string) => (WEEKDAYS.indexOf(name) + 6) % 7;
  const weekdays = WEEKDAYS.filter((name) =>
    from && to ? place(from) <= place(name) && place(name) <= place(to) : words.includes(name),
  );
  const [, listed] = /on days? ([\d, and]+?) of/i.exec(words) ?? [];
  const days = listed?.match(/\d+/g)?.map(Number);
  return (date) => {
    if (!isMonth(date)) return false;
    if (words.toLowerCase().includes('on the last day'))
      return new Date(date.getTime() + 86_400_000).getUTCDate() === 1;
    if (days) return days.includes(date.getUTCDate());
    return weekdays.length === 0 || weekdays.includes(WEEKDAYS[date.getUTCDay()]!);
  };
}

/** Minutes of the day. */
function timeMeaning(words: string): number[] {
  const clocks = [...words.matchAll(/(\d\d):(\d\d)/g)].map(([, hour, minute]) => Number(hour) * 60 + Number(minute));
  const [, number, unit] = /^Every (?:(\d+) )?(minute|hour)/.exec(words) ?? [];
  const each = Number(number ?? 1) * (unit === 'hour' ? 60 : 1);
  const [from, to] = words.includes('from') ? [clocks[0]!, clocks[1]!] : [0, 1439];
  const steps = Array.from({ length: Math.floor((to - from) / each) + 1 }, (_, place) => from + place * each);
  if (words.includes('from')) return steps;
  if (clocks.length > 0) return clocks;
  const [, listed] = /at minutes? ([\d, and]+)/.exec(words) ?? [];
  if (!listed) return steps;
  return steps.flatMap((hour) => listed.match(/\d+/g)!.map((minute) => hour + Number(minute)));
}
