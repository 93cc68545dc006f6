import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { configuredClusters, findCluster } from '../../lib/config.ts';
import { runner } from '../../lib/jobs/jobs.ts';
import { rememberedAliasFacts } from '../../lib/pages/alias-facts.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';

const HANGING = 12;
let directory: string;
let proxies: FaultyProxy[];

/** Twelve clusters that hang, and the last two answer: of one the place of the backups is no directory. */
beforeAll(async () => {
  const url = await sharedServer();
  await emptyCluster(url);
  await seedIndex(url, 'government-1', { documents: [{ id: '1', source: { n: 1 } }], aliases: { government: {} } });
  directory = mkdtempSync(join(tmpdir(), 'many-alias-facts-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(join(directory, 'no-directory'), '');
  proxies = await Promise.all(Array.from({ length: HANGING }, () => startFaultyProxy(url)));
  for (const proxy of proxies) proxy.inject({ fault: { kind: 'hang', afterBytes: 0 } });
  const entries = proxies.map((proxy, n) => `  c${n}: { url: "${proxy.url}", backups: backups }\n`);
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }\nclusters:\n${entries.join('')}` +
      `  answers: { url: "${url}", backups: backups }\n  unlisted: { url: "${url}", backups: no-directory }\n`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
});
afterAll(async () => {
  runner().store.close();
  for (const proxy of proxies) await proxy.close();
  rmSync(directory, { recursive: true, force: true });
});

const look = () =>
  Object.fromEntries(configuredClusters().map((cluster) => [cluster.key, rememberedAliasFacts(cluster, 60_000)]));

test('clusters that hang delay the facts of no other one', async () => {
  const began = performance.now();
  await expect.poll(() => look()['answers']?.rows[0], { timeout: 30_000 }).toMatchObject({ alias: 'government' });
  expect(performance.now() - began).toBeLessThan(6_000);
  expect(look()['c0']).toBeNull();
});

test('where backups can’t be listed it is unknown whether an alias lost documents, or is missing', async () => {
  const facts = () => rememberedAliasFacts(findCluster('unlisted')!, 60_000);
  await expect.poll(facts, { timeout: 30_000 }).toMatchObject({ knowsMissing: false, rows: [{ lost: null }] });
  expect(look()['answers']).toMatchObject({ knowsMissing: true, rows: [{ lost: false }] });
});
