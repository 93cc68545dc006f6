import { expect, test } from 'vitest';
import type { JobResult, JobWork } from '../../../lib/contract/job.ts';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { repositoryVerifications } from '../../../lib/jobs/store/job-queries.ts';
import type { Ending } from '../../../lib/jobs/store/job-store.ts';
import { operator } from '../builders.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();
const cluster = { name: 'search', uuid: 'uuid-1', distribution: 'elasticsearch', version: '8.19.9' } as const;

function ended(work: JobWork, ending: Ending): string {
  const { job } = temporary.store.create(
    { cluster: 'production', actor: operator, work },
    thisProcess('server'),
    'running',
  );
  temporary.store.end(job.id, ending);
  return job.id;
}

const FAILED: Ending = {
  status: 'failed',
  failure: { code: 'cluster_error', message: 'No access.' },
  resumable: false,
};
const succeeded = (result: object): Ending => ({ status: 'succeeded', result: result as JobResult });
const verify = (repository: string, ending: Ending) =>
  ended({ kind: 'verify-repository', cluster, repository } as JobWork, ending);
const verified = (...nodes: string[]) =>
  succeeded({ kind: 'verify-repository', status: 'done', repository: 'nightly', nodes, seconds: 1 });

function change(action: string, name: string, nodes: string[] | null): string {
  const plan = {
    kind: 'change-repository',
    cluster,
    plannedAt: new Date().toISOString(),
    checks: [],
    requests: [],
    fingerprint: 'f',
    action,
    repository: { name, type: 'fs', settings: [] },
    before: null,
    snapshots: null,
  };
  const result = { kind: 'change-repository', status: 'done', action, name, readOnly: false, nodes, snapshots: 0 };
  return ended(
    { kind: 'change-repository', plan } as JobWork,
    succeeded({ ...result, deleted: null, warning: null, seconds: 1 }),
  );
}

const found = () => Object.fromEntries(repositoryVerifications(temporary.store, 'uuid-1'));

test('the newest verification of each repository counts, and registering one is a verification', () => {
  change('register', 'nightly', ['one']);
  const job = verify('nightly', verified('one', 'two'));
  change('register', 'archive', ['one']);
  expect(found()).toMatchObject({
    nightly: { job, nodes: ['one', 'two'], problem: null },
    archive: { nodes: ['one'] },
  });
  expect(repositoryVerifications(temporary.store, 'another').size).toBe(0);
});

test('a failed verification says why, and a clean-up is none', () => {
  verify('nightly', verified('one'));
  const job = verify('nightly', FAILED);
  change('clean-up', 'nightly', null);
  expect(found()).toMatchObject({ nightly: { job, nodes: [], problem: 'No access.' } });
});

test('one that was unregistered since then has none', () => {
  verify('nightly', verified('one'));
  change('unregister', 'nightly', null);
  expect(found()).toEqual({});
});
