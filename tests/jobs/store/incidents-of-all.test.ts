import { expect, test } from 'vitest';
import { openIncidentsOfAll } from '../../../lib/jobs/store/incidents-of-all.ts';
import { acknowledgeIncident } from '../../../lib/jobs/store/incident-changes.ts';
import { seedIncident } from '../../support/seed-incident.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();
const disk = { kind: 'disk', watermark: 'low', usedPercent: 86, freeBytes: 5_000_000_000 } as const;
const now = () => new Date().toISOString();

test('has the open incidents of each cluster, and the worst of them', () => {
  const { store } = temporary;
  seedIncident(store, { cluster: 'one', subject: 'node-1', severity: 'warning', facts: disk });
  seedIncident(store, { cluster: 'one', subject: 'government' });
  seedIncident(store, {
    cluster: 'one',
    subject: '',
    facts: { kind: 'cluster-silent', message: 'It has not answered.' },
  });
  seedIncident(store, { cluster: 'two', subject: 'node-1', severity: 'warning', facts: disk });
  seedIncident(store, { cluster: 'four', subject: 'node-1', facts: disk });
  seedIncident(store, { cluster: 'three', ended: { at: now(), after: now() } });
  const all = openIncidentsOfAll(store);
  expect([...all.keys()].sort()).toEqual(['four', 'one', 'two']);
  expect(all.get('one')).toMatchObject({
    open: 3,
    critical: 2,
    criticalAliases: 1,
    unacknowledged: 3,
    worst: { subject: 'government', severity: 'critical' },
    troubled: ['government'],
  });
  expect(all.get('four')).toMatchObject({ critical: 1, criticalAliases: 0 });
  expect(all.get('two')).toMatchObject({ open: 1, critical: 0, worst: { subject: 'node-1' }, troubled: [] });
});

test('of two that are as bad, the one without an acknowledgement is worse', () => {
  const { store } = temporary;
  seedIncident(store, { cluster: 'one', subject: 'government' });
  const newer = seedIncident(store, { cluster: 'one', subject: 'detailed' });
  expect(openIncidentsOfAll(store).get('one')!.worst!.subject).toBe('detailed');
  acknowledgeIncident(store, { cluster: 'one', id: newer, by: 'ann', now: Date.now() });
  expect(openIncidentsOfAll(store).get('one')).toMatchObject({
    unacknowledged: 1,
    worst: { subject: 'government' },
  });
});
