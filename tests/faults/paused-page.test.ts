import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, startServer, type Server } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy, type ProxiedRequest } from '../support/faulty-proxy.ts';
import { ALIAS, backUp, connectWithShortTimeouts, expectEqual, LIVE, seedLive } from './support.ts';

/** The job's page of the built dashboard while a restore waits for an unhealthy cluster. */
const browser = useBrowser();
/** About seven bulks, each delayed until after the next check of the cluster. */
const COUNT = 11_000;
const DELAY_MS = 3_000;
let server: Server;
/** The node that is not the master: without it the cluster works, with half of the shards. */
let other: number;
let url: string;
let proxy: FaultyProxy;
let dashboard: TestDashboard;
let backup: string;

beforeAll(async () => {
  server = await startServer({ nodes: 2, startTimeoutMs: 300_000 });
  await call(server.url, 'GET', '/_cluster/health?wait_for_status=green&wait_for_nodes=2&timeout=55s');
  const [master] = await call<{ node: string }[]>(server.url, 'GET', '/_cat/master?format=json');
  other = master!.node === server.nodeNames[0] ? 1 : 0;
  url = server.urls[1 - other]!;
  await seedLive(url, { count: COUNT, bytes: 3_000, shards: 4 });
  proxy = await startFaultyProxy(url);
  dashboard = await startDashboard({ elasticsearchUrl: proxy.url });
  const cluster = connectWithShortTimeouts(url, 30_000);
  backup = (await backUp(cluster, dashboard.backupDirectory)).backups[0]!.backup.id;
  await cluster.close();
});
beforeEach(() => {
  proxy.inject({ match: bulks, fault: { kind: 'delay', ms: DELAY_MS } });
});
afterEach(async () => {
  proxy.clear();
  await call(url, 'PUT', '/_cluster/settings', { persistent: { '*': null }, transient: { '*': null } });
  for (const index of new Set(Object.values(await aliasesOf(url)).flat()))
    if (index !== LIVE) await call(url, 'DELETE', `/${index}`);
  await call(url, 'POST', '/_aliases', { actions: [{ add: { index: LIVE, alias: ALIAS } }] });
});
afterAll(async () => {
  await dashboard?.stop();
  await proxy?.close();
  await server?.stop();
});

const bulks = ({ path }: ProxiedRequest) => path.includes('/_bulk');
const put = (path: string, body: unknown) => call(url, 'PUT', path, body);
const watermark = 'cluster.routing.allocation.disk.watermark';

interface Problem {
  what: string;
  page: RegExp;
  begin: () => Promise<unknown>;
  end: () => Promise<unknown>;
}

const PROBLEMS: Problem[] = [
  {
    what: 'writes are blocked as at the flood stage',
    page: /Paused because writes are blocked.*It continues by itself/,
    // Of the whole cluster: the server would remove the block of an index by itself, as its disk has enough space.
    begin: () => put('/_cluster/settings', { persistent: { 'cluster.blocks.read_only_allow_delete': true } }),
    end: () => put('/_cluster/settings', { persistent: { 'cluster.blocks.read_only_allow_delete': null } }),
  },
  {
    what: 'the new index is red',
    page: /Paused because the new index is red: \d of its shards (is|are) missing.*It continues by itself/,
    begin: () => server.kill9(other),
    end: () => server.restart(other),
  },
  {
    what: 'a disk is above the high watermark',
    page: /Paused because the disk of node-[12] is above the high watermark \(800tb, .* free\).*It continues by itself/,
    begin: () =>
      put('/_cluster/settings', {
        persistent: {
          [`${watermark}.low`]: '900tb',
          [`${watermark}.high`]: '800tb',
          [`${watermark}.flood_stage`]: '1b',
        },
      }),
    end: () =>
      put('/_cluster/settings', {
        persistent: { [`${watermark}.low`]: null, [`${watermark}.high`]: null, [`${watermark}.flood_stage`]: null },
      }),
  },
  {
    what: 'the cluster has no room for requests',
    page: /Paused because .*too many requests.*It continues by itself/,
    begin: () =>
      Promise.resolve(
        proxy.inject({
          match: bulks,
          fault: {
            kind: 'answer',
            status: 429,
            body: '{"error":{"type":"es_rejected_execution_exception","reason":"too many requests"},"status":429}',
          },
        }),
      ),
    end: () => Promise.resolve(proxy.clear()),
  },
];

async function startRestore(page: Page): Promise<string> {
  const button = page.getByRole('button', { name: /^Restore [\d,]+ documents$/ });
  await expect
    .poll(() => button.getAttribute('aria-disabled').catch(() => 'not there'), { timeout: 60_000 })
    .toBeNull();
  await button.click();
  await page.waitForURL(/\/restore\/\d+$/);
  // The index that is being filled is not the live one.
  let index: string | undefined;
  await expect
    .poll(
      async () =>
        (index = Object.values(await aliasesOf(url))
          .flat()
          .find((name) => name !== LIVE)),
    )
    .toBeTruthy();
  return index!;
}

test.each(PROBLEMS)(
  '$what: the page says that the restore is paused, and why; afterwards it ends equal',
  async ({ page: expectedText, begin, end }) => {
    const page = await browser.open(`${dashboard.url}/${dashboard.cluster}/backups/${backup}/restore`);
    const index = await startRestore(page);
    const main = page.getByRole('main');
    const loaded = async () => /([\d,]+) of [\d,]+ documents/.exec(await main.innerText())?.[1] ?? '0';
    await expect.poll(loaded, { timeout: 30_000 }).not.toBe('0');
    await begin();
    await expect.poll(() => main.innerText(), { timeout: 40_000 }).toMatch(expectedText);
    // The overview shows it, too.
    const overview = await browser.open(`${dashboard.url}/${dashboard.cluster}`);
    await expect
      .poll(() => overview.getByRole('region', { name: 'Recent jobs' }).innerText(), { timeout: 20_000 })
      .toMatch(/Paused: /);
    // Requests sent before the problem have arrived by then.
    await new Promise((resolve) => setTimeout(resolve, 2 * DELAY_MS));
    const before = await loaded();
    expect(before).not.toBe('0');
    await new Promise((resolve) => setTimeout(resolve, 2 * DELAY_MS));
    await expect.poll(() => main.innerText(), { timeout: 5_000 }).toMatch(expectedText);
    expect(await loaded()).toBe(before);
    // Nothing moves, so no rate and no time left of before is shown.
    expect(await main.innerText()).not.toMatch(/a second|\d now| s left/);
    await end();
    proxy.clear();
    await page.waitForURL(/\/result$/, { timeout: 60_000 });
    expect((await aliasesOf(url))[ALIAS]).toEqual([index]);
    await expectEqual(url, index, join(dashboard.backupDirectory, backup));
  },
  180_000,
);
