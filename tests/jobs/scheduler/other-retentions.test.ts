import { expect, test } from 'vitest';
import { otherRetentions } from '../../../lib/jobs/scheduler/other-retentions.ts';
import { aSchedule } from '../../support/a-schedule.ts';

const CONFIGURED = 'folder:/backups';
const schedule = (change: Parameters<typeof aSchedule>[0]) => aSchedule({ retention: { last: 1 }, ...change });

test('those with rules for the same place, also a paused one, and not the schedule itself', () => {
  const all = [
    schedule({ name: 'Nightly' }),
    { ...schedule({ name: 'Paused' }), pausedAt: '2026-11-01T00:00:00.000Z' },
    schedule({ name: 'Named', to: '/backups/' }),
    schedule({ name: 'Elsewhere', to: '/other' }),
    schedule({ name: 'No rules', retention: null }),
    schedule({ name: 'Snapshots', kind: 'snapshot', to: 'main' }),
    schedule({ name: 'More snapshots', kind: 'snapshot', to: 'main' }),
    schedule({ name: 'Other snapshots', kind: 'snapshot', to: 'other' }),
  ];
  const namesFor = (name: string | null, spec: { kind: 'backup' | 'snapshot'; to: string | null }) =>
    otherRetentions(all, { name, ...spec }, CONFIGURED).map((other) => other.schedule);
  expect(namesFor('nightly', { kind: 'backup', to: null })).toEqual(['Paused', 'Named']);
  expect(namesFor(null, { kind: 'backup', to: null })).toEqual(['Nightly', 'Paused', 'Named']);
  expect(namesFor('Snapshots', { kind: 'snapshot', to: 'main' })).toEqual(['More snapshots']);
  expect(otherRetentions(all, { name: 'Named', kind: 'backup', to: '/backups' }, CONFIGURED)[0]).toMatchObject({
    what: { all: true },
    rules: { last: 1 },
    timeZone: 'UTC',
  });
});
