import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendRequest } from '../../scripts/servers/send-request.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { deepNesting, manyNumbers, zipWith, zipWithDefinition } from '../support/hostile-zips.ts';

/** Upper bound for a request's wait for the main thread; on a shared machine it includes waiting for the processor. */
const MAX_WAIT_MS = 1_500;
const MAX_MEGABYTES = 700;
const MEBIBYTE = 1024 * 1024;

const HOSTILE: readonly [name: string, zip: () => Buffer][] = [
  ['64 kB that inflate to 64 MiB of numbers', () => zipWithDefinition(manyNumbers(64 * MEBIBYTE - 64))],
  ['64 kB that inflate to 64 MiB of brackets', () => zipWithDefinition(deepNesting(64 * MEBIBYTE - 64))],
  ['16 kB that inflate to 16 MiB of numbers', () => zipWithDefinition(manyNumbers(16 * MEBIBYTE))],
  ['numbers just within the bytes', () => zipWithDefinition(manyNumbers(8 * MEBIBYTE - 64))],
  ['brackets just within the bytes', () => zipWithDefinition(deepNesting(8 * MEBIBYTE - 64))],
  ['as many values as are allowed', () => zipWithDefinition(manyNumbers(2 * 199_900))],
  ['as many settings as values are allowed', () => zipWithDefinition(manySettings(199_900))],
  ['as many fields as values are allowed', () => zipWithDefinition(manyFields(66_000))],
  ['a text of 8 MB', () => zipWithDefinition(`{"settings":{"index":{"a":"${'x'.repeat(8 * MEBIBYTE - 100)}"}}}`)],
  ['a manifest of 64 MiB', () => zipWith({ 'manifest.json': manyNumbers(64 * MEBIBYTE - 64) })],
  ['a line of 300 MB', () => zipWith({ objects: largeDocument(300 * MEBIBYTE) })],
  ['an action of 30 MB', () => zipWith({ objects: `{"index":{"_id":"${'x'.repeat(30 * MEBIBYTE)}"}}\n{}\n` })],
];

let url: string;
let dashboard: TestDashboard;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedIndex(url, 'hostile-1', { documents: [{ id: '1', source: { a: 1 } }], aliases: { hostile: {} } });
});
afterAll(async () => {
  await emptyCluster(url);
});
afterEach(async () => {
  await dashboard.stop();
});

/** The requests of a viewer's open page. */
const PARTS = ['', '/difference', '/documents', '/restore-plan'] as const;

test.each(HOSTILE)(
  '%s, opened by a viewer, do not delay other requests',
  async (name, zip) => {
    dashboard = await startDashboard({ elasticsearchUrl: url });
    const bytes = zip();
    await sendRequest(`${dashboard.url}/test`, { timeoutMs: 60_000 });
    const before = peakMegabytes();
    const file = join(dashboard.backupDirectory, 'hostile.zip');
    await writeFile(file, bytes);
    const waits = await measureWaits(async () => {
      await sendRequest(`${dashboard.url}/api/test/backups`, { timeoutMs: 600_000 });
      await sendRequest(`${dashboard.url}/test/backups/hostile/hostile.zip`, { timeoutMs: 600_000 });
      for (const part of PARTS)
        await sendRequest(`${dashboard.url}/api/test/backups/hostile/hostile.zip${part}`, { timeoutMs: 600_000 });
    });
    await rm(file);
    console.log(
      `${name}: ${bytes.length} bytes, longest wait ${Math.round(waits.longest)} ms, over ${waits.seconds.toFixed(1)} s, ` +
        `peak ${peakMegabytes()} MB (${before} MB before)`,
    );
    expect(waits.longest).toBeLessThan(MAX_WAIT_MS);
    expect(peakMegabytes()).toBeLessThan(MAX_MEGABYTES);
  },
  900_000,
);

test('two hundred hostile files are listed as broken beside the others, and are not read again', async () => {
  dashboard = await startDashboard({ elasticsearchUrl: url });
  await sendRequest(`${dashboard.url}/test`, { timeoutMs: 60_000 });
  await writeFile(join(dashboard.backupDirectory, 'good.zip'), zipWith({}));
  const kinds = HOSTILE.slice(0, 10).map(([, zip]) => zip());
  for (let file = 0; file < 200; file++)
    await writeFile(join(dashboard.backupDirectory, `hostile-${file}.zip`), kinds[file % kinds.length]!);
  const waits = await measureWaits(async () => {
    await expect.poll(async () => (await listed()).totals.backups, { timeout: 120_000, interval: 200 }).toBe(201);
  });
  const { totals } = await listed();
  const seconds = await secondsOf(listed);
  console.log(
    `${totals.backups} files, ${totals.broken} broken: longest wait ${Math.round(waits.longest)} ms, over ${waits.seconds.toFixed(1)} s, ` +
      `peak ${peakMegabytes()} MB; listed again in ${seconds.toFixed(2)} s`,
  );
  expect(totals.broken).toBe(120);
  expect(waits.longest).toBeLessThan(MAX_WAIT_MS);
  expect(peakMegabytes()).toBeLessThan(MAX_MEGABYTES);
}, 300_000);

async function listed(): Promise<{ totals: { backups: number; broken: number } }> {
  const { text } = await sendRequest(`${dashboard.url}/api/test/backups`, { timeoutMs: 300_000 });
  return JSON.parse(text) as { totals: { backups: number; broken: number } };
}

/** The longest wait of a minimal request during `work`, and the duration of `work`. */
async function measureWaits(work: () => Promise<void>): Promise<{ longest: number; seconds: number }> {
  let longest = 0;
  let running = true;
  const requestLoop = (async () => {
    while (running) {
      longest = Math.max(
        longest,
        1000 * (await secondsOf(() => sendRequest(`${dashboard.url}/api/live`, { timeoutMs: 600_000 }))),
      );
      await sleep(20);
    }
  })();
  const seconds = await secondsOf(work);
  running = false;
  await requestLoop;
  return { longest, seconds };
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** Peak memory of the dashboard's process since its start. */
const peakMegabytes = (): number =>
  Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${dashboard.pid}/status`, 'utf8'))![1]) / 1024);

function manySettings(count: number): string {
  return `{"settings":{${Array.from({ length: count }, (_, at) => `"a${at}":0`).join(',')}}}`;
}

function manyFields(count: number): string {
  const fields = Array.from({ length: count }, (_, at) => `"a-field-with-a-name-${at}":{"type":"string","index":"no"}`);
  return `{"settings":{},"mappings":{"doc":{"properties":{${fields.join(',')}}}}}`;
}

/** The bulk lines of a document of so many bytes. */
function largeDocument(bytes: number): string {
  return `{"index":{"_id":"1"}}\n{"a":"${'x'.repeat(bytes)}"}\n`;
}
