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

test('a failed snapshot is a failed backup of each of its aliases, a partial one of the index that has a shard missing', () => {
  const snapshotOf = (aliases: string[], ending: Ending) => {
    const indices = aliases.map((alias) => ({
      index: `${alias}-1`,
      uuid: alias,
      state: 'open',
      documents: 1,
      primaryBytes: 1,
      shards: 1,
      aliases: [{ alias }],
    }));
    const named = { repository: 'nightly', snapshot: aliases.join('-'), by: 'a test', why: null, digest: false };
    const plan = { ...switchPlan(), ...named, kind: 'snapshot', indices, skipped: [], documents: 1, primaryBytes: 1 };
    const work = { kind: 'snapshot', plan } as unknown as JobWork;
    const { job } = temporary.store.create(
      { cluster: 'production', actor: operator, work },
      thisProcess('server'),
      'running',
    );
    temporary.store.end(job.id, ending);
  };
  const proven = (index: string) => ({
    index,
    uuid: 'u',
    proof: 'exact',
    why: null,
    before: null,
    after: null,
    digest: null,
  });
  const partial = {
    kind: 'snapshot',
    status: 'partial',
    repository: 'nightly',
    snapshot: 'govuk-page-traffic',
    uuid: 's',
    state: 'PARTIAL',
    proof: 'bracketed',
    indices: [proven('govuk-1'), proven('page-traffic-1')],
    skipped: [],
    shards: { total: 2, failed: 1 },
    failures: [{ index: 'govuk-1', shard: 0, reason: 'primary shard is not allocated' }],
    bytes: 1,
    addedBytes: 1,
    seconds: 1,
  };
  snapshotOf(['govuk', 'page-traffic'], { status: 'succeeded', result: partial } as unknown as Ending);
  snapshotOf(['detailed'], FAILED);
  expect(names('2020-01-01T00:00:00.000Z')).toEqual([
    ['detailed-1', 'detailed'],
    ['govuk-1', 'govuk'],
  ]);
});
