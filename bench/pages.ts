/**
 * `npm run bench:pages -- [--rounds 5]`: when a first visit sees the largest text of a page (largest contentful paint), in a
 * real Chromium with an empty cache, on this machine and over a slow network. Prints Markdown: medians, and the ratio to a
 * plain static page that is loaded in the same round.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { build } from '../scripts/build.ts';
import { startDashboardProcess } from '../scripts/dashboard-process.ts';
import { fillCluster } from '../scripts/sample-data/fill-cluster.ts';
import { findChromium } from '../scripts/servers/chromium.ts';
import { freePort } from '../scripts/servers/ports.ts';
import { startServer } from '../scripts/servers/start-server.ts';
import { median } from './measure.ts';

process.umask(0o022); // the server's unprivileged user must be able to read what is unpacked for it

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
/** 1.6 Mbit/s with a round trip of 150 ms: Chromium's “Slow 4G”. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 };
const STATIC = 'a plain static page';
const STATIC_HTML =
  '<!doctype html><html lang="en"><title>Static</title><h1>Static</h1><p>' +
  'A page of words. '.repeat(40) +
  '</p></html>';

/** The largest contentful paint of a first visit, in milliseconds after the navigation began. */
async function paintMs(browser: Browser, url: string, slow: boolean): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    if (slow) await (await context.newCDPSession(page)).send('Network.emulateNetworkConditions', SLOW);
    await page.goto(url);
    await page.waitForLoadState('networkidle');
    return await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => resolve(list.getEntries().at(-1)!.startTime)).observe({
            type: 'largest-contentful-paint',
            buffered: true,
          });
        }),
    );
  } finally {
    await context.close();
  }
}

async function reviewAddress(browser: Browser, overview: string): Promise<string> {
  const page = await browser.newPage();
  await page.goto(`${overview}/backups`);
  const link = page.locator('a[href*=".zip"]').first();
  const href = new URL((await link.getAttribute('href', { timeout: 30_000 }))!, overview);
  await page.close();
  return `${href.origin}${/^.*?\.zip/.exec(href.pathname)![0]}/restore`;
}

/** Rounds in turn: every page once per round and network, the static one among them. */
async function measure(browser: Browser, pages: ReadonlyMap<string, string>): Promise<Map<string, number[]>[]> {
  const results = [new Map<string, number[]>(), new Map<string, number[]>()];
  for (const url of pages.values()) await paintMs(browser, url, false); // the server's first time
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [name, url] of pages)
      for (const [at, slow] of [false, true].entries())
        results[at]!.set(name, [...(results[at]!.get(name) ?? []), await paintMs(browser, url, slow)]);
  return results;
}

function print([fast, slow]: readonly Map<string, number[]>[]): void {
  console.log(
    `${values.rounds} rounds in turn, ${String(cpus().length)} cores shared by cluster, server and browser.\n`,
  );
  console.log(
    '| first visit, empty cache | ms | × static | slow network, ms | × static |\n| --- | --- | --- | --- | --- |',
  );
  const cells = (all: Map<string, number[]>, name: string) =>
    `${median(all.get(name)!).toFixed(0)} | ${(median(all.get(name)!) / median(all.get(STATIC)!)).toFixed(1)}`;
  for (const name of fast!.keys()) console.log(`| ${name} | ${cells(fast!, name)} | ${cells(slow!, name)} |`);
}

const failure = await build();
if (failure) throw new Error(failure.output);
const home = await mkdtemp(join(tmpdir(), 'restore-desk-bench-pages-'));
const still = createServer((_, response) => response.setHeader('content-type', 'text/html').end(STATIC_HTML));
await once(still.listen(0, '127.0.0.1'), 'listening');
const server = await startServer({ name: 'bench-pages' });
await fillCluster({ url: server.url, backupDirectory: join(home, 'backups') });
const dashboard = await startDashboardProcess({
  port: await freePort(),
  workingDirectory: home,
  logFile: join(home, 'console.log'),
  env: {
    ELASTICSEARCH_URL: server.url,
    RESTORE_DESK_CONFIG: undefined,
    RESTORE_DESK_CLUSTER: 'bench',
    RESTORE_DESK_BACKUPS: join(home, 'backups'),
    RESTORE_DESK_DATA: join(home, 'data'),
  },
});
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
try {
  const overview = `${dashboard.url}/bench`;
  const pages = new Map([
    [STATIC, `http://127.0.0.1:${String((still.address() as AddressInfo).port)}/`],
    ['overview', overview],
    ['indices', `${overview}/indices`],
    ['backups', `${overview}/backups`],
    ['review of a restore', await reviewAddress(browser, overview)],
  ]);
  print(await measure(browser, pages));
} finally {
  await browser.close();
  await dashboard.kill9();
  await server.stop();
  still.close();
  await rm(home, { recursive: true, force: true });
}
