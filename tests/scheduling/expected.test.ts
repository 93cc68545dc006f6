import { describe, expect, test } from 'vitest';
import { expectedBackup } from '../../lib/scheduling/expected.ts';
import { aSchedule } from '../support/a-schedule.ts';

const NOW = Date.parse('2026-11-13T08:00Z');
const products = { alias: 'products', indices: ['products-2026'] };

describe('the backup that an alias should have', () => {
  test('is of the newest time of the schedules that cover it', () => {
    const schedules = [
      aSchedule({}),
      aSchedule({ name: 'Hourly', kind: 'snapshot', to: 'repo', what: { aliases: ['products'] }, cron: '5 * * * *' }),
      aSchedule({ name: 'Others', what: { aliases: ['orders'] }, cron: '* * * * *' }),
      aSchedule({ name: 'Drill', kind: 'drill', cron: '* * * * *' }),
    ];
    expect(expectedBackup(schedules, products, NOW)).toEqual({
      at: Date.parse('2026-11-13T07:05Z'),
      schedule: 'Hourly',
    });
    expect(expectedBackup(schedules.slice(0, 1), products, NOW)).toEqual({
      at: Date.parse('2026-11-13T03:00Z'),
      schedule: 'Nightly',
    });
  });

  test('is expected from the moment itself', () => {
    const [before, at] = [Date.parse('2026-11-13T02:59:59.999Z'), Date.parse('2026-11-13T03:00Z')];
    expect(expectedBackup([aSchedule({})], products, before)?.at).toBe(at - 86_400_000);
    expect(expectedBackup([aSchedule({})], products, at)?.at).toBe(at);
  });

  test('is not expected by a schedule that was made, changed or resumed since', () => {
    const since = Date.parse('2026-11-13T03:00Z');
    expect(expectedBackup([aSchedule({}, { since })], products, NOW)).toBeNull();
    expect(expectedBackup([aSchedule({}, { since: since - 1 })], products, NOW)?.at).toBe(since);
  });

  test('is not expected by a paused schedule, or by none that covers it', () => {
    expect(expectedBackup([aSchedule({}, { pausedAt: '2026-11-02T00:00:00Z' })], products, NOW)).toBeNull();
    expect(expectedBackup([aSchedule({ what: { indices: ['orders-*'] } })], products, NOW)).toBeNull();
    expect(expectedBackup([], products, NOW)).toBeNull();
  });
});
