import { expect, test } from 'vitest';
import { nextTimes } from '../../lib/scheduling/cron.ts';
import { localMoments } from '../../lib/scheduling/local-moments.ts';

const momentsOf = (cron: string, timeZone: string, after: string, count: number) =>
  localMoments(nextTimes({ cron, timeZone }, Date.parse(after), count), timeZone, Date.parse(after)).map(
    ({ local, note, offset }) => ({ local, offset, note }),
  );

test('says when the clock goes forward, and shows the time at which it runs instead', () => {
  expect(momentsOf('30 1 * * *', 'Europe/London', '2026-03-27T12:00Z', 3)).toEqual([
    { local: 'Sat 28 Mar 2026 01:30', offset: 'UTC', note: null },
    { local: 'Sun 29 Mar 2026 02:00', offset: 'UTC+1', note: 'The clock goes forward by 1 h before this time.' },
    { local: 'Mon 30 Mar 2026 01:30', offset: 'UTC+1', note: null },
  ]);
});

test('says when the clock goes back, also before the first moment', () => {
  expect(momentsOf('0 3 * * *', 'Australia/Lord_Howe', '2026-04-04T12:00Z', 2)).toEqual([
    { local: 'Sun 5 Apr 2026 03:00', offset: 'UTC+10:30', note: 'The clock goes back by 30 min before this time.' },
    { local: 'Mon 6 Apr 2026 03:00', offset: 'UTC+10:30', note: null },
  ]);
});

test('says nothing of a zone without daylight saving', () => {
  expect(momentsOf('0 3 * * *', 'Asia/Kolkata', '2026-03-28T00:00Z', 1)).toEqual([
    { local: 'Sun 29 Mar 2026 03:00', offset: 'UTC+5:30', note: null },
  ]);
});
