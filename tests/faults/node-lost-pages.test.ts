import { afterAll, beforeAll, expect, test } from 'vitest';
import { backUpAlias } from '../support/back-up-alias.ts';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, readIndex, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { createDocuments, generationName } from '../support/sample-cluster.ts';
import { openFold } from '../support/open-fold.ts';

/** A node with the only copy of a shard is lost: what the pages show, and the restore by the pages alone. */

const browser = useBrowser();
const COUNT = 900;
const LIVE = generationName('government', 1);
let server: Server;
let dashboard: TestDashboard;
let backup: string;

beforeAll(async () => {
  server = await startServer({ nodes: 3, heapMb: 384, startTimeoutMs: 400_000 });
  await seedIndex(server.url, LIVE, {
    documents: createDocuments(COUNT),
    settings: { number_of_shards: 3, number_of_replicas: 0 },
    aliases: { government: {} },
  });
  await call(server.url, 'GET', '/_cluster/health?wait_for_status=green&timeout=55s');
  dashboard = await startDashboard({ elasticsearchUrl: server.url });
  backup = await backUpAlias(server.url, dashboard.backupDirectory, 'government');
}, 600_000);
afterAll(async () => {
  await dashboard?.stop();
  await server?.stop();
});

test('a lost node and the red index are named, and the last backup is restored beside it', async () => {
  const page = await browser.open(`${dashboard.url}/${dashboard.cluster}`);
  const health = page.getByRole('region', { name: 'Cluster health' });
  await expect.poll(() => health.innerText(), { timeout: 60_000 }).toMatch(/Green[\s\S]*3 nodes/);
  await server.kill9(2);
  await expect.poll(() => health.innerText(), { timeout: 120_000 }).toMatch(/Red[\s\S]*2 nodes/);
  await expect
    .poll(() => page.getByRole('region', { name: 'Health problem' }).innerText())
    .toMatch(/primary shard[\s\S]*government-/);
  const main = page.getByRole('main');
  const changes = await openFold(page, 'changes');
  await expect
    .poll(() => changes.innerText(), { timeout: 60_000 })
    .toMatch(/Node \S+ left\.[\s\S]*not by Restore Desk/);
  await expect.poll(() => main.innerText(), { timeout: 60_000 }).toMatch(/government\s+index is red/i);
  await expectAccessible(page);

  await page.goto(`${dashboard.url}/${dashboard.cluster}/backups/${backup}/restore`);
  await expect.poll(() => main.innerText(), { timeout: 60_000 }).toMatch(/Health is red/);
  const restoreButton = page.getByRole('button', { name: /^Restore 900 documents$/ });
  await expect
    .poll(() => restoreButton.getAttribute('aria-disabled').catch(() => 'not there'), { timeout: 60_000 })
    .toBeNull();
  await restoreButton.click();
  await page.waitForURL(/\/result$/, { timeout: 180_000 });
  await expect.poll(() => main.innerText()).toMatch(/All 900 documents are equal to the backup/);
  const [restored] = (await aliasesOf(server.url)).government!;
  expect(restored).not.toBe(LIVE);
  expect((await readIndex(server.url, restored!)).size).toBe(COUNT);

  // The node returns with its shards: nothing was deleted meanwhile.
  await server.restart(2);
  await expect.poll(() => health.innerText(), { timeout: 180_000 }).toMatch(/Green[\s\S]*3 nodes/);
  expect(await call<{ count: number }>(server.url, 'GET', `/${LIVE}/_count`)).toMatchObject({ count: COUNT });
}, 900_000);
