import { expect, test } from 'vitest';
import type { DocumentsOfMove } from '../../lib/contract/documents-of-move.ts';
import type { Job } from '../../lib/contract/job.ts';
import type { SwitchResult } from '../../lib/kinds/switch/schema.ts';
import { jobRowOf } from '../../lib/present/job-row.ts';
import { operator, switchPlan } from '../jobs/builders.ts';

function switched(shown: DocumentsOfMove | undefined): Job {
  const result: SwitchResult = {
    kind: 'switch',
    alias: 'government',
    index: 'government-2',
    opened: false,
    before: [],
    after: [{ index: 'government-2', uuid: 'uuid-2', membership: { alias: 'government' } }],
    shown,
    seconds: 0.1,
  };
  return {
    id: '1',
    cluster: 'production',
    title: 'Switch government to government-2',
    actor: operator,
    createdAt: '2026-11-28T03:00:00.000Z',
    work: { kind: 'switch', plan: switchPlan() } as Job['work'],
    subjects: [],
    follows: null,
    status: 'succeeded',
    startedAt: '2026-11-28T03:00:00.000Z',
    endedAt: '2026-11-28T03:00:00.100Z',
    result,
  };
}

test('a switch that lost documents says how many', () => {
  const row = jobRowOf(switched({ before: 8940, after: 1341 }));
  expect(row.missing).toBe(7599);
  expect(row.warning).toContain('1,341');
});

test('a switch that lost none, gained, or lost an unknown number has no figure', () => {
  expect(jobRowOf(switched({ before: 10, after: 8940 })).missing).toBeUndefined();
  expect(jobRowOf(switched(undefined)).missing).toBeUndefined();
  const unknown = jobRowOf(switched({ before: 8940, after: null }));
  expect(unknown.missing).toBeUndefined();
  expect(unknown.warning, 'it is still no plain success').toBeDefined();
});
