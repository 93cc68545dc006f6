import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BackupsPage } from '../../lib/contract/backups-page.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { call, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';

let folder: string;
let server: Server;
let dashboard: TestDashboard;

const SNAPSHOTS = 1_000;
/** Prints figures for docs/testing.md. */
const print = (sentence: string) => process.stderr.write(`${sentence}\n`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-thousand-'));
  // The server runs as another user.
  await chmod(folder, 0o777);
  server = await startServer({ repo: folder });
  await seedIndex(server.url, 'orders-1', { documents: [{ id: '1', source: { n: 1 } }], aliases: { orders: {} } });
  await call(server.url, 'PUT', '/_snapshot/many', { type: 'fs', settings: { location: join(folder, 'many') } });
  const began = performance.now();
  for (let n = 0; n < SNAPSHOTS; n++)
    await call(server.url, 'PUT', `/_snapshot/many/snapshot-${String(n)}?wait_for_completion=true`, {
      indices: 'orders-1',
      include_global_state: false,
    });
  print(`${SNAPSHOTS} snapshots taken in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  dashboard = await startDashboard({ elasticsearchUrl: server.url });
}, 1_200_000);
afterAll(async () => {
  await dashboard?.stop();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function list(query: string): Promise<{ page: BackupsPage; seconds: number }> {
  const began = performance.now();
  const response = await fetch(`${dashboard.url}/api/${dashboard.cluster}/backups?${query}`);
  const page = (await response.json()) as BackupsPage;
  return { page, seconds: (performance.now() - began) / 1000 };
}
const timesIn = ({ rows }: BackupsPage) =>
  rows.flatMap((row) => (row.kind === 'snapshot' && row.takenAt !== null ? [row.takenAt] : []));
const namesIn = ({ rows }: BackupsPage) => rows.flatMap((row) => (row.kind === 'snapshot' ? [row.snapshot] : []));

test('1,000 snapshots are listed with their times within a second, by a dashboard that has just started', async () => {
  // Compiles nothing and reads nothing of the cluster.
  await fetch(`${dashboard.url}/api/live`);
  const began = performance.now();
  let answered = await list('kind=snapshot');
  while (timesIn(answered.page).length < 50 && performance.now() - began < 10_000)
    answered = await list('kind=snapshot');
  const seconds = (performance.now() - began) / 1000;
  print(`1,000 snapshots: the first page with its times after ${seconds.toFixed(2)} s`);
  expect(answered.page.totals.snapshots).toBe(SNAPSHOTS);
  expect(namesIn(answered.page).slice(0, 3)).toEqual(['snapshot-999', 'snapshot-998', 'snapshot-997']);
  expect(seconds).toBeLessThan(1);
});

test('afterwards any page of them, and those that hold an index, come at once', async () => {
  await expect.poll(async () => timesIn((await list('kind=snapshot&page=20')).page).length).toBe(50);
  for (const query of ['kind=snapshot', 'kind=snapshot&page=20', 'index=orders-1', 'group=orders&page=7']) {
    const { page, seconds } = await list(query);
    print(`${query}: ${seconds.toFixed(2)} s`);
    expect(page.matching).toBe(SNAPSHOTS);
    expect(timesIn(page)).toEqual([...timesIn(page)].sort().reverse());
    expect(seconds).toBeLessThan(1);
  }
  expect((await list('index=orders-2')).page.matching).toBe(0);
});

test('each finished snapshot is read once', async () => {
  const { page } = await list('group=orders');
  expect(page.groups).toMatchObject([{ group: 'orders', snapshots: SNAPSHOTS, overdue: false }]);
  await call(server.url, 'PUT', '/_snapshot/many/newest?wait_for_completion=true', { indices: 'orders-1' });
  await expect.poll(async () => namesIn((await list('kind=snapshot')).page)[0], { timeout: 30_000 }).toBe('newest');
});
