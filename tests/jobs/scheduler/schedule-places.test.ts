import { expect, test } from 'vitest';
import { sourceOf } from '../../../lib/jobs/scheduler/schedule-places.ts';
import { aSchedule } from '../../support/a-schedule.ts';

const schedule = (to: string | null) => aSchedule({ to });

test('backups go where the schedule or else the configuration says; without either the step is refused', () => {
  expect(sourceOf(schedule('/zips'), { backupSource: null })).toBe('folder:/zips');
  expect(sourceOf(schedule('/zips'), { backupSource: 'folder:/configured' })).toBe('folder:/zips');
  expect(sourceOf(schedule(null), { backupSource: 'folder:/configured' })).toBe('folder:/configured');
  expect(() => sourceOf(schedule(null), { backupSource: null })).toThrow(
    expect.objectContaining({
      code: 'refused',
      message: 'No configuration says where the backups of Nightly are.',
      hint: expect.stringContaining('restore-desk.yaml'),
    }),
  );
});
