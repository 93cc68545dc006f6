import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCluster } from '../../lib/config.ts';
import { runner } from '../../lib/jobs/jobs.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { readsOf } from '../../lib/live/cluster-reads.ts';
import { aliasFacts } from '../../lib/pages/alias-facts.ts';
import { operator, switchOf } from '../jobs/builders.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'alias-facts-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }\nclusters:\n  absent: { url: "http://127.0.0.1:9", backups: backups }\n`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
});
afterAll(() => {
  vi.restoreAllMocks();
  runner().store.close();
  rmSync(directory, { recursive: true, force: true });
});

test('a cluster that is silent is asked once a minute, and after a job; its backups are not listed', async () => {
  const cluster = findCluster('absent')!;
  const asked = vi.spyOn(readsOf(cluster.key).indices, 'readOrLast');
  const listed = vi.spyOn(readsOf(cluster.key).backups, 'readOrLast');
  const look = async () => (await aliasFacts(cluster, 300_000)).knowsBackups('government');
  expect(await look()).toBe(false);
  expect(await look()).toBe(false);
  expect(asked).toHaveBeenCalledTimes(1);

  const { store } = runner();
  const newJob = { cluster: cluster.key, actor: operator, work: switchOf() };
  const { id } = store.create(newJob, thisProcess('command line'), 'running').job;
  store.end(id, { status: 'cancelled', resumable: false });
  await look();
  await look();
  expect(asked).toHaveBeenCalledTimes(2);

  const steady = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => steady() + 61_000);
  await look();
  await look();
  expect(asked).toHaveBeenCalledTimes(3);
  expect(listed).not.toHaveBeenCalled();
});
