import type { RetentionRules } from '../../lib/contract/schedule.ts';

/**
 * What restic keeps of its own example, as its tests publish it (restic 0.19, internal/data/snapshot_policy_test.go and
 * internal/data/testdata/policy_keep_snapshots_*), written down as times and positions. Rules that Restore Desk lacks (tags, and
 * one for each hour or day within an age) are left out.
 */

/** By month: the days, at 10:20:30 UTC where no time is named. */
const MONTHS: readonly (readonly [month: string, days: string])[] = [
  ['2014-08', '08 10 12 13 13T10:20:30.1 15 18 20 21 22'],
  ['2014-09', '01 02 05 06 08 09 10 11 20 22'],
  ['2014-10', '01 02 05 06 08 09 10 11 20 22'],
  ['2014-11', '08 10 12 13 13T10:20:30.1 15 18 20 21 22'],
  ['2015-08', '08 10 12 13 13T10:20:30.1 15 18 20 21 22'],
  ['2015-09', '01 02 05 06 08 09 10 11 20 22'],
  ['2015-10', '01 02 05 06 08 09 10 11 20 22 22 22 22 22'],
  ['2015-11', '08 10 12 13 13T10:20:30.1 15 18 20 21 22'],
  [
    '2016-01',
    '01T01:02:03 01T01:03:03 01T07:08:03 03T07:02:03 04T10:23:03 04T11:23:03 04T12:23:03 04T12:24:03 04T12:28:03 ' +
      '04T12:30:03 04T16:23:03 05T09:02:03 06T08:02:03 07T10:02:03 08T20:02:03 09T21:02:03 12T21:02:03 12T21:08:03 ' +
      '18T12:02:03',
  ],
];

/** All times of the example, newest first, in milliseconds. */
export const EXAMPLE_TIMES: readonly number[] = MONTHS.flatMap(([month, days]) =>
  days.split(' ').map((day) => Date.parse(`${month}-${day.includes('T') ? day : `${day}T10:20:30`}Z`)),
).sort((a, b) => b - a);

/** Rules, and the positions that they keep in the times newest first: "0-2 5" are the three newest and the sixth. */
export const EXAMPLES: readonly (readonly [rules: Partial<RetentionRules>, kept: string])[] = [
  [{ last: 10 }, '0-9'],
  [{ last: 15 }, '0-14'],
  [{ last: 99 }, '0-98'],
  [{ last: 200 }, '0-102'],
  [{ hourly: 20 }, '0-1 3-9 13-17 19-24'],
  [{ daily: 3 }, '0-1 3'],
  [{ daily: 10 }, '0-1 3-8 15-16'],
  [{ daily: 30 }, '0-1 3-8 15-16 19-24 26-29 34-43'],
  [{ last: 5, daily: 5 }, '0-5'],
  [{ last: 2, daily: 10 }, '0-1 3-8 15-16'],
  [{ weekly: 2 }, '0-1'],
  [{ weekly: 4 }, '0-1 3 15'],
  [{ daily: 3, weekly: 4 }, '0-1 3 15'],
  [{ monthly: 6 }, '0 19 29 43 53 63'],
  [{ daily: 2, weekly: 2, monthly: 6 }, '0-1 19 29 43 53 63'],
  [{ yearly: 10 }, '0 19 63 102'],
  [{ daily: 7, weekly: 2, monthly: 3, yearly: 10 }, '0-1 3-7 19 29 63 102'],
  [{ within: '1d' }, '0'],
  [{ within: '2d' }, '0'],
  [{ within: '7d' }, '0-2'],
  [{ within: '1m' }, '0-18'],
  [{ within: '1m14d' }, '0-18'],
  [{ within: '1y1m1d' }, '0-62'],
  [{ within: '13d23h' }, '0-8'],
  [{ within: '2m2h' }, '0-22'],
  [{ within: '1y2m3d3h' }, '0-67'],
  [{ last: -1 }, '0-102'],
  [{ last: -1, hourly: -1 }, '0-102'],
  [{ hourly: -1 }, '0-1 3-9 13-17 19-24 26-29 34-58 60-68 70-98 100-102'],
  [{ daily: 3, weekly: 2, monthly: -1, yearly: -1 }, '0-1 3 19 29 43 53 63 73 83 93 102'],
];
