import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClustersPage } from '../../lib/contract/clusters-page.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { call, sharedServer, startServer, type Server } from '../support/elasticsearch.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { fillSampleCluster } from '../support/sample-cluster.ts';
import { seedIncident } from '../support/seed-incident.ts';

const CLUSTERS = 50;
const LONGEST_ALIAS = 'government-'.repeat(24).slice(0, 255);

let directory: string;
let red: Server;
let proxies: FaultyProxy[];
let dashboard: TestDashboard;

/** What is wrong with a cluster, by its number. */
async function break_(proxy: FaultyProxy, n: number): Promise<void> {
  const answer = (status: number, type: string) =>
    proxy.inject({
      fault: { kind: 'answer', status, body: JSON.stringify({ error: { type, reason: type }, status }) },
    });
  switch (n % 10) {
    case 1:
      proxy.inject({ fault: { kind: 'hang', afterBytes: 0 } });
      break;
    case 2:
      await proxy.refuse();
      break;
    case 3:
      proxy.inject({ fault: { kind: 'cut', afterBytes: 0 } });
      break;
    case 4:
      answer(n < 25 ? 401 : 403, 'security_exception');
      break;
    case 5:
      proxy.inject({ fault: { kind: 'delay', ms: 6_000 } });
      break;
    default:
  }
}

/** Twenty open incidents about aliases with the longest names. */
function seedIncidents(): void {
  const store = JobStore.open(dashboard.dataDirectory);
  try {
    for (let n = 0; n < CLUSTERS; n += 2)
      for (let alias = 10; alias < 30; alias++)
        seedIncident(store, {
          cluster: `c${n}`,
          subject: `${LONGEST_ALIAS.slice(0, 253)}${alias}`,
          facts: { kind: 'documents-lost', before: 9_000_000, now: 1_000, lowest: 1_000, moved: false },
        });
  } finally {
    store.close();
  }
}

/** Of one real server that is well, and one that has a red index; each through a proxy of its own. */
beforeAll(async () => {
  const url = await sharedServer();
  red = await startServer({ heapMb: 256 });
  directory = mkdtempSync(join(tmpdir(), 'restore-desk-fifty-'));
  for (let n = 0; n < CLUSTERS; n++) mkdirSync(join(directory, `backups-${n}`));
  await fillSampleCluster(url, join(directory, 'backups-0'));
  await call(url, 'POST', '/_aliases', {
    actions: [10, 11, 12].map((n) => ({ add: { index: 'government-*', alias: `${LONGEST_ALIAS.slice(0, 253)}${n}` } })),
  });
  await call(red.url, 'PUT', '/nowhere?wait_for_active_shards=0&timeout=1ms', {
    settings: { 'index.routing.allocation.require._name': 'nobody' },
    aliases: { orphaned: {} },
  });
  proxies = [];
  for (let n = 0; n < CLUSTERS; n++) {
    const proxy = await startFaultyProxy(n % 10 === 6 ? red.url : url);
    await break_(proxy, n);
    proxies.push(proxy);
  }
  const longest = (n: number) => `search-${n}-`.padEnd(100, 'x');
  const entries = proxies.map(
    (proxy, n) =>
      `  c${n}: { name: ${longest(n)}, environment: production, url: "${proxy.url}", backups: backups-${n} }\n`,
  );
  dashboard = await startDashboard({ directory, configuration: `clusters:\n${entries.join('')}` });
  seedIncidents();
}, 900_000);
afterAll(async () => {
  await dashboard?.stop();
  for (const proxy of proxies ?? []) await proxy.close();
  await red?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function poll(): Promise<{ ms: number; bytes: number; page: ClustersPage }> {
  const began = performance.now();
  const response = await fetch(`${dashboard.url}/api/clusters`, { headers: { 'accept-encoding': 'identity' } });
  const text = await response.text();
  expect(response.status).toBe(200);
  return { ms: performance.now() - began, bytes: Buffer.byteLength(text), page: JSON.parse(text) as ClustersPage };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const p95 = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]!;

test('50 clusters, of which some hang, refuse or are red, are in one poll: under 300 ms and 100,000 bytes', async () => {
  const began = performance.now();
  const first = await fetch(`${dashboard.url}/`);
  await first.text();
  expect(performance.now() - began).toBeLessThan(3_000);
  await expect.poll(async () => concerns((await poll()).page), { timeout: 120_000, interval: 2_000 }).toEqual(EXPECTED);

  // Nothing of a poll waits for a cluster: its time from the request to the last byte is the time of the server itself. More than
  // a second lies between two, so that each makes the answer again.
  const polls = [];
  for (let n = 0; n < 40; n++) {
    polls.push(await poll());
    await pause(1_100);
  }
  const [ms, bytes] = [p95(polls.map((each) => each.ms)), Math.max(...polls.map((each) => each.bytes))];
  process.stderr.write(`A poll of 50 clusters took ${ms.toFixed(0)} ms (95 % of them), ${bytes} bytes\n`);
  expect(ms).toBeLessThan(300);
  expect(bytes).toBeLessThan(100_000);
  const order = ({ page }: { page: ClustersPage }) => page.clusters.map(({ key }) => key).join(' ');
  expect(new Set(polls.slice(-10).map(order)).size).toBe(1);
}, 400_000);

test('twenty browsers cost a cluster no more requests than one', async () => {
  await pause(6_000);
  const counted = () => proxies[0]!.requests.filter(({ path }) => path.startsWith('/_cluster/health')).length;
  const before = counted();
  await Promise.all(Array.from({ length: 20 }, poll));
  await pause(1_000);
  expect(counted() - before).toBeLessThanOrEqual(2);
}, 60_000);

/** How many clusters have each concern. */
function concerns({ clusters }: ClustersPage): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { concern } of clusters) counts[concern] = (counts[concern] ?? 0) + 1;
  return counts;
}

/** Every second one has critical incidents; of the others three in ten are silent, and one is slow. */
const EXPECTED = { critical: 25, silent: 10, losses: 15 };
