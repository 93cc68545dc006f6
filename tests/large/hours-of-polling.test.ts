import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyCluster, openContexts, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';

/** The routes that pages poll, with their intervals in seconds: components/queries.ts. */
const POLLED: readonly [string, number][] = [
  ['health', 5],
  ['indices', 10],
  ['indices/map', 10],
  ['overview', 5],
  ['backups', 10],
  ['jobs', 4],
];
const FOUR_HOURS_S = 4 * 3600;
const FIVE_MINUTES_MS = 5 * 60_000;

let dashboard: TestDashboard;
let url: string;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  for (let n = 0; n < 20; n++)
    await seedIndex(url, `government-2018-01-${String(n + 1).padStart(2, '0')}t03-00-00z-aaaa`, {
      documents: [{ id: '1', source: '{}' }],
      ...(n === 19 ? { aliases: { government: {} } } : {}),
    });
  dashboard = await startDashboard({ elasticsearchUrl: url });
}, 900_000);
afterAll(async () => {
  await dashboard.stop();
  await emptyCluster(url);
});

const residentMb = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${dashboard.pid}/status`, 'utf8'))?.[1]) / 1024;
const handles = () => readdirSync(`/proc/${dashboard.pid}/fd`).length;

test('four hours of polls within five minutes leave memory and handles constant, and no reading context open', async () => {
  const requests = POLLED.flatMap(([path, everyS]) =>
    Array.from({ length: Math.floor(FOUR_HOURS_S / everyS) }, (_, n) => ({
      path,
      atMs: (n * everyS * FIVE_MINUTES_MS) / FOUR_HOURS_S,
    })),
  ).sort((a, b) => a.atMs - b.atMs);
  const samples: { memory: number; handles: number }[] = [];
  let next = 0;
  const began = Date.now();
  const pollInTurn = async () => {
    for (let request = requests[next++]; request; request = requests[next++]) {
      const early = request.atMs - (Date.now() - began);
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      const answer = await fetch(`${dashboard.url}/api/${dashboard.cluster}/${request.path}`, {
        headers: { accept: 'application/json' },
      });
      await answer.text();
      expect([request.path, answer.status]).toEqual([request.path, 200]);
      if (next % Math.floor(requests.length / 20) === 0) samples.push({ memory: residentMb(), handles: handles() });
    }
  };
  await Promise.all(Array.from({ length: 6 }, pollInTurn));
  // After a quarter of the polls, neither may grow.
  const [early, late] = [samples.slice(5, 10), samples.slice(-5)];
  const mean = (some: typeof samples, key: 'memory' | 'handles') =>
    some.reduce((sum, sample) => sum + sample[key], 0) / some.length;
  expect(mean(late, 'memory')).toBeLessThan(mean(early, 'memory') * 1.15 + 20);
  expect(mean(late, 'handles')).toBeLessThan(mean(early, 'handles') + 10);
  expect(await openContexts(url)).toBe(0);
}, 1_200_000);
