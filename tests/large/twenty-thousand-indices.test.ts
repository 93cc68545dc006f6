import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { folderSource } from '../../lib/contract/backup-ref.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { planCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import { planSwitch } from '../../lib/kinds/switch/plan.ts';
import { aRun } from '../support/a-run.ts';
import { useBrowser } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { multiplyIndices, STEM } from '../support/multiply-indices.ts';
import { placeOf } from '../support/test-place.ts';

const browser = useBrowser();
const print = (sentence: string) => process.stderr.write(`${sentence}\n`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const MB = 1024 ** 2;
const MAX_BYTES = MB;
const MAX_MS = 200;
const POLLED_MS = 40_000;
const FIND_ROUNDS = 10;
const MAX_FIND_MS = 50;
const MAX_FIND_CPU_MS = 100;

const generations = Array.from({ length: 5 }, (_, n) => `${STEM}-2018-01-0${n + 1}t03-00-00z-aaaa`);
const live = generations.at(-1)!;
let url: string;
let proxy: FaultyProxy;
let dashboard: TestDashboard | null = null;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  for (const index of generations)
    await seedIndex(url, index, {
      settings: { number_of_replicas: 0 },
      documents: [{ id: '1', source: '{}' }],
      ...(index === live ? { aliases: { [STEM]: {} } } : {}),
    });
  proxy = await startFaultyProxy(url);
}, 900_000);
afterAll(async () => {
  await dashboard?.stop();
  await proxy?.close();
  await emptyCluster(url);
});

/** Starts a dashboard and waits until it has polled the cluster. */
async function openDashboard(): Promise<TestDashboard> {
  const opened = await startDashboard({
    elasticsearchUrl: proxy.url,
    env: {
      LOOP_DELAYS: delaysFile,
      NODE_OPTIONS: `--import ${new URL('../support/event-loop.mjs', import.meta.url).href}${process.env['PROF'] ?? ''}`,
    },
  });
  dashboard = opened;
  for (const path of ['/indices', '/health']) while ((await poll(path)).status !== 200) await pause(500);
  return opened;
}

async function closeDashboard(): Promise<void> {
  const opened = dashboard;
  dashboard = null;
  await opened?.stop();
}

async function poll(
  path: string,
  below = `/api/${dashboard!.cluster}`,
): Promise<{ status: number; bytes: number; text: string; ms: number }> {
  const began = performance.now();
  const answer = await fetch(`${dashboard!.url}${below}${path}`, {
    headers: { accept: 'application/json' },
  });
  const text = await answer.text();
  return { status: answer.status, bytes: Buffer.byteLength(text), text, ms: performance.now() - began };
}

/** Records from now on how long the dashboard's main thread was blocked, by its own clock, in ms, the longest first. */
function watchThread(): { stop: () => number[] } {
  const from = delays().length;
  return {
    stop: () =>
      delays()
        .slice(from)
        .sort((a, b) => b - a),
  };
}

const delaysFile = join(tmpdir(), `restore-desk-delays-${process.pid}`);
const delays = (): number[] =>
  existsSync(delaysFile) ? readFileSync(delaysFile, 'utf8').trim().split('\n').filter(Boolean).map(Number) : [];

const memory = (name: 'VmHWM' | 'VmRSS'): number =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${dashboard!.pid}/status`, 'utf8'))?.[1]) / 1024;

/** Of all threads of the dashboard since its start, in steps of 10 ms. */
function cpuMs(): number {
  // What is before is the name of the process, which may have spaces.
  const fields = readFileSync(`/proc/${dashboard!.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function percentiles(times: readonly number[]): { half: number; most: number } {
  const sorted = [...times].sort((a, b) => a - b);
  return { half: sorted[Math.floor(sorted.length / 2)]!, most: sorted[Math.floor(sorted.length * 0.95)]! };
}

describe('20,000 indices, multiplied from a real server’s responses', () => {
  const POLLS = [
    '/overview',
    '/overview?rows=600',
    '/health',
    '/indices',
    '/indices?alias=many-0001&index=2018-01-02',
    '/indices/map',
    '/indices/map?from=12000&sort=documents&order=down',
    '/indices/map?filter=many-000777',
    '/indices/map?alias=many-000777',
    '/indices/clean-up-plan?keep=1&olderThan=&aliases=',
    '/backup-plan?all=yes',
    `/backup-plan?aliases=${STEM}`,
    '/backups',
    '/jobs',
    '/audit-log/lines',
  ];

  beforeAll(async () => {
    multiplyIndices(proxy, 4_000);
    await openDashboard();
  }, 900_000);
  afterAll(async () => {
    await closeDashboard();
    proxy.clear();
  });

  test('every poll is smaller than 1 MB, and has the totals of all indices', async () => {
    const results: (Awaited<ReturnType<typeof poll>> & { path: string })[] = [];
    for (const path of POLLS) {
      const answer = await poll(path);
      results.push({ path, ...answer });
      print(`${path}: ${answer.status}, ${(answer.bytes / 1024).toFixed(0)} KB, ${answer.ms.toFixed(0)} ms`);
    }
    const of = (path: string) => JSON.parse(results.find((each) => each.path === path)!.text) as Record<string, never>;
    expect(results.filter(({ bytes }) => bytes >= MAX_BYTES).map(({ path }) => path)).toEqual([]);
    expect(results.filter(({ status }) => status !== 200).map(({ path, text }) => [path, text.slice(0, 300)])).toEqual(
      [],
    );
    expect(of('/overview')).toMatchObject({ indices: { value: { open: 20_000 } }, aliasTotals: { all: 4_000 } });
    expect(of('/indices/map')).toMatchObject({ indices: 20_000, totals: { aliases: 4_000, outside: 0 } });
    expect(of('/indices/clean-up-plan?keep=1&olderThan=&aliases=')).toMatchObject({
      plan: { indices: 12_000 },
      long: { requests: 12_000, aliases: 4_000 },
    });
    expect(of('/backup-plan?all=yes')).toMatchObject({ long: { indices: 4_000 } });
  }, 300_000);

  test('further lines of a clean-up are those of the shown plan', async () => {
    const { plan, long } = JSON.parse((await poll('/indices/clean-up-plan?keep=1&olderThan=&aliases=')).text) as {
      plan: { fingerprint: string };
      long: { window: { lines: unknown[]; runs: number[] } };
    };
    expect(long.window.runs).toHaveLength(4_000);
    const from = 23_000;
    const more = JSON.parse(
      (await poll(`/indices/clean-up-plan/lines?fingerprint=${plan.fingerprint}&from=${from}`)).text,
    ) as { from: number; lines: { kind: string; alias: string }[] };
    // Six lines for each alias: the heading and five indices.
    expect(more.lines[0]).toMatchObject({
      kind: 'entry',
      alias: `many-${String(Math.floor(from / 6)).padStart(6, '0')}`,
    });
    expect(more.lines.length).toBe(400);
  }, 120_000);

  test('the palette finds a name among all of them fast, in less than 20 KB', async () => {
    const texts = [
      'm',
      'many',
      'many-0007',
      'many-000777',
      '2018-01-03',
      '777 01-03',
      'restore many-0007',
      'no such name',
    ];
    const findOne = (text: string) =>
      poll(`?cluster=${dashboard!.cluster}&find=${encodeURIComponent(text)}`, '/api/find');
    // The first ones make the names of a new listing comparable.
    for (const text of texts) await findOne(text);
    const times: { finding: number[]; nothing: number[] } = { finding: [], nothing: [] };
    const last = new Map<string, Awaited<ReturnType<typeof poll>>>();
    const cpuBefore = cpuMs();
    for (let round = 0; round < FIND_ROUNDS; round++)
      for (const text of texts) {
        // The same request, which searches nothing: what other processes of this machine cost both of them.
        times.nothing.push((await findOne('')).ms);
        last.set(text, await findOne(text));
        times.finding.push(last.get(text)!.ms);
      }
    const cpu = (cpuMs() - cpuBefore) / times.finding.length;
    const [finding, nothing] = [percentiles(times.finding), percentiles(times.nothing)];
    const bytes = Math.max(...[...last.values()].map((answer) => answer.bytes));
    print(
      `${times.finding.length} finds: ${cpu.toFixed(0)} ms of processor time each; half within ${finding.half.toFixed(0)} ms, ` +
        `95 % within ${finding.most.toFixed(0)} ms (nothing to find: ${nothing.half.toFixed(0)} and ${nothing.most.toFixed(0)}); at most ${bytes} bytes`,
    );
    expect(JSON.parse(last.get('many-000777')!.text)).toMatchObject({
      groups: [
        { kind: 'alias', objects: [{ name: 'many-000777' }], more: 0 },
        { kind: 'index', more: 0 },
      ],
    });
    expect(JSON.parse(last.get('m')!.text)).toMatchObject({ groups: [{ more: 4_000 - 8 }, { more: 20_000 - 8 }] });
    expect(bytes).toBeLessThan(20_000);
    // Of every thread of the dashboard, with what it does besides, and with the request that searches nothing.
    expect(cpu).toBeLessThan(MAX_FIND_CPU_MS);
    expect(finding.half - nothing.half).toBeLessThan(MAX_FIND_MS);
    expect(finding.most - nothing.most).toBeLessThan(3 * MAX_FIND_MS);
  }, 120_000);

  test('pages search, sort and scroll through all of them', async () => {
    const at = (path: string) => `${dashboard!.url}/${dashboard!.cluster}${path}`;
    const page = await browser.open(at('/indices'));
    await page.getByText('many-000003', { exact: true }).waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(300);
    const toTheEnd = () => page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await toTheEnd();
    await page.getByText('many-003999', { exact: true }).waitFor();
    expect(await page.getByRole('row').last().getAttribute('aria-rowindex')).toBe(String(4_000 * 6 + 1));
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.getByLabel('Filter by alias, date or id').fill('many-000777 01-03');
    await expect.poll(() => page.getByRole('row').count()).toBe(1 + 1 + 1);
    await page.getByLabel('Filter by alias, date or id').fill('');
    await page.getByRole('button', { name: 'Live 4,000' }).click();
    await expect.poll(() => page.getByRole('table').getAttribute('aria-rowcount')).toBe(String(4_000 * 2 + 1));
    await page.goto(at('/indices/clean-up'));
    await page.getByRole('button', { name: 'Delete 12,000 indices' }).waitFor({ timeout: 30_000 });
    await toTheEnd();
    await page.getByText('many-003999', { exact: true }).waitFor();
    expect(await page.getByRole('row').last().getAttribute('aria-rowindex')).toBe(String(4_000 * 6 + 1));
    await page.goto(at('/backups/new'));
    await page.getByLabel('Find an alias').fill('000777');
    await page.getByRole('checkbox', { name: /^many-000777/ }).waitFor();
    await expect.poll(() => page.getByRole('checkbox', { name: /^many-/ }).count()).toBe(1);
    await page.goto(at('/indices/switch'));
    await page.getByLabel('Find an alias').fill('000777');
    await expect.poll(() => page.getByRole('link', { name: /^many-/ }).count()).toBe(1);
    await page.getByRole('link', { name: 'many-000777' }).click();
    await expect.poll(() => page.getByRole('link', { name: /^Review the switch/ }).count()).toBe(4);
    await page.goto(at(''));
    await page.getByRole('button', { name: 'Show 600 of 4,000 aliases' }).click();
    await page.getByText(/The first 600 of 4,000/).waitFor();
    await expect.poll(() => page.getByRole('row').count(), { timeout: 30_000 }).toBe(601);
  }, 300_000);

  test('no request waits more than 200 ms for the main thread while every page polls', async () => {
    // The delays of the machine itself, without polls.
    const idle = watchThread();
    await pause(5_000);
    const idleDelay = idle.stop()[0] ?? 0;
    const busy = watchThread();
    const until = Date.now() + POLLED_MS;
    let polls = 0;
    while (Date.now() < until) {
      for (const path of POLLS) {
        await poll(path);
        polls++;
      }
    }
    const waits = busy.stop();
    print(
      `${polls} polls in ${POLLED_MS / 1000} s; the thread was taken for at most ${waits[0] ?? 0} ms (${waits.length} times more than 50), ` +
        `next ${waits.slice(1, 6).join(', ')}; with nothing polled ${idleDelay} ms`,
    );
    expect((waits[0] ?? 0) - idleDelay).toBeLessThan(MAX_MS);
  }, 300_000);
});

describe('100,000 indices, multiplied from a real server’s responses', () => {
  beforeAll(async () => {
    multiplyIndices(proxy, 20_000);
    await openDashboard();
  }, 900_000);
  afterAll(async () => {
    await closeDashboard();
    proxy.clear();
  });

  test('plans are made within 20 s', async () => {
    const cluster = connect({ url: proxy.url });
    const place = placeOf(cluster);
    const timed = async (name: string, work: () => Promise<unknown>) => {
      const began = performance.now();
      await work();
      const seconds = (performance.now() - began) / 1000;
      print(`100,000 indices, ${name}: ${seconds.toFixed(1)} s`);
      expect([name, seconds]).toEqual([name, expect.toSatisfy((each: number) => each < 20)]);
    };
    await timed('switch', () => planSwitch(place, { index: generations[0]!, alias: STEM }, aRun()));
    await timed('backup of one alias', () =>
      planBackup(place, { aliases: [STEM], source: folderSource('/tmp') }, aRun()),
    );
    await timed('clean-up of one alias', () =>
      planCleanUp(place, { keep: 1, aliases: [STEM], indicesBeingWritten: [] }, aRun()),
    );
    await timed('clean-up of all', async () => {
      expect((await planCleanUp(place, { keep: 1, indicesBeingWritten: [] }, aRun())).indices).toBe(60_000);
    });
    await cluster.close();
  }, 300_000);

  test('polls are smaller than 1 MB', async () => {
    for (const path of ['/overview', '/indices/map', `/indices/switch-plan?alias=${STEM}&index=${generations[0]}`]) {
      const answer = await poll(path);
      print(
        `100,000 indices, ${path}: ${answer.status}, ${(answer.bytes / 1024).toFixed(0)} KB, ${answer.ms.toFixed(0)} ms`,
      );
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.bytes).toBeLessThan(MAX_BYTES);
    }
  }, 300_000);
});

describe('a hostile response', () => {
  beforeAll(async () => {
    await openDashboard();
  }, 300_000);
  afterAll(async () => {
    await closeDashboard();
    proxy.clear();
  });

  test('with a reason of 2 MB leaves the overview small', async () => {
    const reason = 'because '.repeat(262_144);
    const error = { type: 'some_exception', reason };
    proxy.inject({
      fault: {
        kind: 'answer',
        status: 500,
        body: JSON.stringify({ error: { root_cause: [error], ...error }, status: 500 }),
        headers: { 'content-type': 'application/json' },
      },
    });
    await expect.poll(async () => (await poll('/overview')).text, { timeout: 60_000 }).toContain('because because');
    const { bytes } = await poll('/overview');
    print(`a reason of ${(reason.length / MB).toFixed(0)} MB: an overview of ${(bytes / 1024).toFixed(0)} KB`);
    expect(bytes).toBeLessThan(100_000);
    proxy.clear();
  }, 180_000);

  test('of 300 MB is cut at the limit, with a sentence, little memory and no blocked main thread', async () => {
    const before = memory('VmRSS');
    const body = Buffer.alloc(300 * MB, 'x');
    body.write('{"status":"green","indices":{"a":"');
    body.write('"}}', body.length - 3);
    proxy.inject({
      match: ({ path }) => path.startsWith('/_cluster/health'),
      fault: { kind: 'rewrite', body: () => body },
    });
    const busy = watchThread();
    await expect
      .poll(async () => (await poll('/overview')).text, { timeout: 120_000 })
      .toMatch(/The answer to GET \/_cluster\/health is larger than 48 MB/);
    await pause(10_000);
    const longest = busy.stop()[0] ?? 0;
    const more = memory('VmHWM') - before;
    print(`an answer of 300 MB: ${more.toFixed(0)} MB of memory more, a thread taken for at most ${longest} ms`);
    expect(more).toBeLessThan(300);
    expect(longest).toBeLessThan(MAX_MS);
  }, 300_000);
});
