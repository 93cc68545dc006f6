import { spawn } from 'node:child_process';
import { mkdtempSync, chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { installDistribution } from '../../scripts/servers/distribution.ts';
import { freePort } from '../../scripts/servers/ports.ts';
import { cacheDirectory } from '../../scripts/servers/unprivileged.ts';
import { serverKind } from '../../scripts/servers/versions.ts';
import type { Overview } from '../../lib/contract/overview.ts';
import { useBrowser } from '../support/browser.ts';
import { aliasesOf, call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** A demo with data of its own, not the developer's, and the same unpacked servers. */
const cache = mkdtempSync(join(tmpdir(), 'restore-desk-demo-'));
chmodSync(cache, 0o755);
const running = new Set<Demo>();
const browser = useBrowser();
afterEach(() => {
  for (const left of running) left.signal('SIGKILL'); // left by a failed test
});
afterAll(() => rm(cache, { recursive: true, force: true, maxRetries: 5 }));

interface Demo {
  said(): string;
  /** The URL it printed. */
  ready: Promise<string>;
  ended: Promise<number | null>;
  /** Signals the whole foreground group, as the terminal does. */
  signal(signal: NodeJS.Signals): void;
}

function demo(env: Record<string, string>, ...flags: string[]): Demo {
  const child = spawn('node', ['scripts/setup.mjs', 'scripts/demo.ts', ...flags], {
    cwd: project,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ELASTICSEARCH_URL: '', RESTORE_DESK_CACHE: cache, ...env },
  });
  let said = '';
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  const ready = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        const url = /Restore Desk is at (\S+)/.exec(said)?.[1];
        if (url) resolve(url);
      });
    }
    void ended.then((code) => {
      reject(new Error(`The demo ended with ${String(code)}:\n${said}`));
    });
  });
  ready.catch(() => undefined);
  const started: Demo = {
    said: () => said,
    ready,
    ended,
    signal(signal) {
      if (child.pid) process.kill(-child.pid, signal);
    },
  };
  running.add(started);
  void ended.then(() => running.delete(started));
  return started;
}

/** The data that the overview polls. */
async function aliasesOnThePage(url: string, cluster: string): Promise<string[]> {
  const answer = await fetch(`${url}/api/${cluster}/overview`, { headers: { 'sec-fetch-site': 'same-origin' } });
  expect(answer.status).toBe(200);
  const names = [...(await answer.text()).matchAll(/"alias":"([^"]+)"/g)].map((match) => match[1] ?? '');
  return [...new Set(names)].sort();
}

/** The documents and the condition of each alias, and how many previous indices it has. */
async function aliasRows(url: string, cluster = 'demo'): Promise<unknown> {
  const answer = await fetch(`${url}/api/${cluster}/overview`, { headers: { 'sec-fetch-site': 'same-origin' } });
  const { aliases } = (await answer.json()) as Overview;
  return aliases.map(({ alias, backups, condition, documents, loss, others }) => [
    alias,
    backups,
    condition.word,
    documents,
    loss?.documents,
    others,
  ]);
}

const backupNames = () =>
  readdirSync(join(cache, 'demo/backups'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.includes('.zip'),
  );

/** Processes with this demo's directory in their command line. */
function leftovers(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(cache));
}

test(
  'the demo fills a cluster, serves the dashboard, stops both on Ctrl-C, and has its data at the next start',
  { timeout: 400_000 },
  async () => {
    await installDistribution(serverKind('8.19.9'));
    mkdirSync(join(cacheDirectory()), { recursive: true });
    symlinkSync(join(cacheDirectory(), 'servers'), join(cache, 'servers'));
    expect(await build()).toBeNull();
    const port = await freePort();

    const beginning = performance.now();
    const first = demo({ PORT: String(port) });
    const url = await first.ready;
    const firstSeconds = (performance.now() - beginning) / 1000;
    expect(url).toBe(`http://127.0.0.1:${String(port)}`);
    expect((await fetch(url)).status).toBe(200);
    expect(first.said().match(/127\.0\.0\.1/g)).toHaveLength(1);
    expect(leftovers()).not.toEqual([]);

    const beside = demo({ PORT: String(port) }); // on the same port: the message must name the running demo, not the port
    expect(await beside.ended).toBe(1);
    expect(beside.said()).toMatch(/^The demo runs already \(process \d+, http:.*\n$/);

    first.signal('SIGINT');
    expect(await first.ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
    expect(leftovers()).toEqual([]);

    const began = performance.now();
    const second = demo({ PORT: String(port) });
    await second.ready;
    const seconds = (performance.now() - began) / 1000;
    expect(second.said()).not.toMatch(/Filling|Building|Fetching|Installing/);
    expect(seconds).toBeLessThan(Math.max(60, firstSeconds)); // some 10 s on an idle machine
    expect(await aliasesOnThePage(url, 'demo')).toEqual([
      'detailed',
      'government',
      'govuk',
      'metasearch',
      'page-traffic',
    ]);
    second.signal('SIGTERM');
    await second.ended;
    expect(leftovers()).toEqual([]);
  },
);

test(
  'a spoiled demo is reset by a button: its indices, aliases and backups are as at the start',
  { timeout: 400_000 },
  async () => {
    const spoiled = demo({ PORT: String(await freePort()) });
    const url = await spoiled.ready;
    // What the snapshots hold is read in the background.
    await expect
      .poll(() => aliasRows(url), { timeout: 30_000 })
      .toContainEqual(expect.arrayContaining(['detailed', 3]));
    const before = await aliasRows(url);
    const backupsBefore = backupNames();
    const page = await browser.open(`${url}/demo/indices/clean-up?keep=0`);
    await page
      .getByRole('textbox', { name: /type the name/i })
      .fill(await page.getByRole('main').locator('code.select-all').first().innerText());
    await page.getByRole('button', { name: /^Delete \d+ indices/ }).click();
    await page.getByRole('heading', { name: /indices deleted/ }).waitFor();
    for (const name of backupsBefore.filter((each) => each.startsWith('government')))
      rmSync(join(cache, 'demo/backups', name));
    await page.goto(`${url}/demo`);
    await page.getByRole('link', { name: 'Reset the demo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Reset the demo?' }).waitFor();
    await page.getByRole('button', { name: 'Reset the demo' }).click();
    await page.waitForURL(`${url}/demo`, { timeout: 180_000 });
    await expect.poll(() => aliasRows(url), { timeout: 30_000 }).toEqual(before);
    expect(backupNames()).toHaveLength(backupsBefore.length);
    // The jobs of the sample nights have newer lines.
    await page.goto(`${url}/demo/audit-log?text=reset`);
    await expect.poll(() => page.getByRole('main').innerText()).toContain('Reset demo');
    await page.close();
    spoiled.signal('SIGINT');
    expect(await spoiled.ended).toBe(0);
  },
);

test(
  'with --staging the first page has two clusters, each with its own indices and backups',
  { timeout: 400_000 },
  async () => {
    const two = demo({ PORT: String(await freePort()) }, '--staging');
    const url = await two.ready;
    const page = await browser.open(url);
    for (const name of ['Demo search', 'Demo staging'])
      await page
        .getByRole('link', { name: new RegExp(name) })
        .first()
        .waitFor();
    await expect
      .poll(() => aliasRows(url, 'staging'), { timeout: 30_000 })
      .toEqual([
        ['detailed', 1, expect.anything(), 2_511, undefined, 0],
        ['government', 1, expect.anything(), 8_310, undefined, 0],
        ['metasearch', 1, expect.anything(), 522, undefined, 0],
      ]);
    expect(readdirSync(join(cache, 'demo/staging/backups')).sort()).toEqual(['detailed', 'government', 'metasearch']);
    await page.close();
    two.signal('SIGINT');
    expect(await two.ended).toBe(0);
    expect(leftovers()).toEqual([]);
  },
);

test('a killed demo leaves no server running', { timeout: 200_000 }, async () => {
  const killed = demo({ PORT: String(await freePort()) });
  await killed.ready;
  killed.signal('SIGKILL');
  await killed.ended;
  const deadline = Date.now() + 20_000;
  while (leftovers().length > 0 && Date.now() < deadline) await sleep(200);
  expect(leftovers()).toEqual([]);
});

test('a port in use, an invalid PORT and an invalid ELASTICSEARCH_URL are reported in one sentence each', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const refused = demo({ PORT: String(port) });
  expect(await refused.ended).toBe(1);
  expect(refused.said()).toBe(
    `Port ${String(port)} is in use: stop what listens there, or choose another one (PORT=${String(port + 1)} npm run demo).\n`,
  );
  taken.close();
  const wrong = demo({ PORT: 'eighty' });
  expect(await wrong.ended).toBe(1);
  expect(wrong.said()).toBe('PORT is "eighty", not a port number: set it to one from 1 to 65535.\n');
  const nowhere = demo({ PORT: String(await freePort()), ELASTICSEARCH_URL: 'search.example.org' });
  expect(await nowhere.ended).toBe(1);
  expect(nowhere.said()).toMatch(/^ELASTICSEARCH_URL: An address like http.*\n$/);
});

test('with ELASTICSEARCH_URL the demo shows that cluster and does not fill it', { timeout: 120_000 }, async () => {
  const elasticsearch = await sharedServer();
  await emptyCluster(elasticsearch);
  await seedIndex(elasticsearch, 'mine', { aliases: { 'my-alias': {} }, documents: [{ id: '1', source: { a: 1 } }] });
  const own = demo({
    PORT: String(await freePort()),
    ELASTICSEARCH_URL: elasticsearch,
    RESTORE_DESK_BACKUPS: join(cache, 'own-backups'),
    RESTORE_DESK_DATA: join(cache, 'own-data'),
  });
  const url = await own.ready;
  expect(await aliasesOnThePage(url, 'elasticsearch')).toEqual(['my-alias']);
  expect(own.said()).not.toMatch(/Starting Elasticsearch|Filling/);
  own.signal('SIGINT');
  expect(await own.ended).toBe(0);
  expect(await aliasesOf(elasticsearch)).toEqual({ 'my-alias': ['mine'] });
  expect(await call<{ count: number }>(elasticsearch, 'GET', '/mine/_count')).toMatchObject({ count: 1 });
});
