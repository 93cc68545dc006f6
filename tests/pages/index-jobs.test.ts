import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCluster } from '../../lib/config.ts';
import { runner } from '../../lib/jobs/jobs.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import type { DeleteIndexWork } from '../../lib/kinds/delete-index/schema.ts';
import { deletionIn, jobsOfIndex } from '../../lib/pages/index-jobs.ts';
import { operator, switchPlan, verifyOf } from '../jobs/builders.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'index-jobs-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    'signIn: { kind: none }\nclusters:\n  production: { url: "http://127.0.0.1:9", backups: backups }\n',
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
});
afterAll(() => {
  runner().store.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A job that deleted the index. */
function deleted(index: string): string {
  const { cluster, checks, requests, plannedAt, fingerprint } = switchPlan();
  const at = { index, uuid: `uuid of ${index}`, documents: 1, storeBytes: 1 };
  const work: DeleteIndexWork = {
    kind: 'delete-index',
    plan: {
      ...{ kind: 'delete-index', cluster, checks, requests, plannedAt, fingerprint, ...at },
      ...{ state: 'open', createdAt: null, aliases: [], typeToConfirm: { name: index, short: null } },
    },
  };
  const { job } = runner().store.create(
    { cluster: 'production', actor: operator, work },
    thisProcess('server'),
    'running',
  );
  const result = { kind: 'delete-index', status: 'done', ...at, seconds: 1 } as const;
  runner().store.end(job.id, { status: 'succeeded', result });
  return job.id;
}

test('the job that deleted an index with a short name is found behind many that only contain it', () => {
  const cluster = findCluster('production')!;
  const own = deleted('gov');
  for (let at = 0; at < 70; at++)
    runner().store.create(
      { cluster: 'production', actor: operator, work: verifyOf(`/backups/gov-${at}.zip`) },
      thisProcess('server'),
      'running',
    );
  deleted('gov-1');
  const found = jobsOfIndex(cluster, 'gov');
  expect(found.jobs?.map(({ summary }) => summary.id)).toEqual([own]);
  expect([found.more, found.olderNotSearched]).toEqual([true, false]);
  expect(deletionIn(found)).toMatchObject({ job: own, by: 'ann' });
});
