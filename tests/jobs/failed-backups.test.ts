import { expect, test } from 'vitest';
import type { JobWork } from '../../lib/contract/job.ts';
import { failedBackups } from '../../lib/jobs/failed-backups.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import type { Ending } from '../../lib/jobs/store/job-store.ts';
import { operator, switchPlan } from './builders.ts';
import { useStore } from './store/temporary-store.ts';

const temporary = useStore();

function backedUp(alias: string, ending: Ending, cluster = 'production') {
  const index = { index: `${alias}-1`, uuid: alias, group: alias, documents: 1, primaryBytes: 1, shards: 1 };
  const plan = { ...switchPlan(), kind: 'backup', source: 'folder:/b', skipped: [], documents: 1, primaryBytes: 1 };
  const work = {
    kind: 'backup',
    plan: { ...plan, indices: [{ ...index, aliases: [alias], warnings: [] }] },
  } as unknown as JobWork;
  const { job } = temporary.store.create({ cluster, actor: operator, work }, thisProcess('server'), 'running');
  temporary.store.end(job.id, ending);
  return job.id;
}

const FAILED: Ending = { status: 'failed', failure: { code: 'disk', message: 'Full.' }, resumable: false };
const names = (since: string) => failedBackups(temporary.store, 'production', since).map((failed) => failed.names);

test('failed backups of the cluster since a time are found, the newest first, also when they are read again', () => {
  backedUp('government', FAILED);
  backedUp('detailed', FAILED);
  backedUp('cancelled', { status: 'cancelled', resumable: false });
  backedUp('elsewhere', FAILED, 'staging');
  const failed = [
    ['detailed', 'detailed-1'],
    ['government', 'government-1'],
  ];
  expect(names('2020-01-01T00:00:00.000Z')).toEqual(failed);
  expect(names('2020-01-01T00:00:00.000Z')).toEqual(failed);
  expect(names(new Date(Date.now() + 60_000).toISOString())).toEqual([]);
});
