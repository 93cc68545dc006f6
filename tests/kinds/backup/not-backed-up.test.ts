import { expect, test } from 'vitest';
import type { Job } from '../../../lib/contract/job.ts';
import { notBackedUp } from '../../../lib/kinds/backup/not-backed-up.ts';
import { operator } from '../../jobs/builders.ts';

const aJob = (ending: object) =>
  ({
    id: '1',
    actor: operator,
    work: {
      kind: 'backup',
      plan: {
        indices: [
          { group: 'government', index: 'government-1', aliases: ['government', 'all'] },
          { group: 'detailed', index: 'detailed-1', aliases: ['detailed'] },
        ],
      },
    },
    ...ending,
  }) as unknown as Job;

test('a failed or interrupted backup backed up none of its aliases, and a cancelled one was not to', () => {
  const all = ['government', 'government-1', 'all', 'detailed', 'detailed-1'];
  expect(notBackedUp(aJob({ status: 'failed' }))).toEqual(all);
  expect(notBackedUp(aJob({ status: 'interrupted' }))).toEqual(all);
  expect(notBackedUp(aJob({ status: 'cancelled' }))).toEqual([]);
});

test('of a partial backup only what was left out was not backed up', () => {
  const partial = (failures: object[]) => notBackedUp(aJob({ status: 'succeeded', result: { failures } }));
  expect(partial([])).toEqual([]);
  expect(partial([{ index: 'detailed-1' }])).toEqual(['detailed', 'detailed-1']);
});
