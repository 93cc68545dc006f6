import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  amendDocument,
  deleteDocument,
  postDocument,
  type SampleMessage,
} from '../../scripts/sample-data/captured-request.ts';
import { ElasticsearchStore } from '../../scripts/search-app/elasticsearch-store.ts';
import { startSearchApp, type SearchApp } from '../../scripts/search-app/search-app.ts';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { expectPagesInOrder } from '../support/pages-in-order.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, emptyCluster, readIndex, seedIndex, sharedServer } from '../support/elasticsearch.ts';

/** An alias lost its documents by a burst of deletions, which was captured with what was written since the backup. */
const LIVE = 'pages-2026-11-20t02-00-07z-91c0aaaa-0000-4000-8000-000000000001';
const DOCUMENTS = 60;
const LOST = 40;
/** Requests of the time before the backup. */
const EARLIER = 30;
/** Requests for one document. */
const AMENDED = 10;
const WIDTHS = [390, 768, 1024, 1440];
let server: string;
let directory: string;
let app: SearchApp;
let dashboard: TestDashboard;
/** Of the plan, the paused job and the result, for the walk. */
let addresses: string[];
const browser = useBrowser();

const idOf = (n: number | string): string => `/pages/${n}`;

/** As GoReplay writes it. */
function record({ body = '', method, target, type }: SampleMessage, atMs: number, number: number): string {
  const head = [
    `${method} ${target} HTTP/1.1`,
    'Host: search',
    'Authorization: Bearer captured',
    `Content-Type: ${type ?? 'text/plain'}`,
  ];
  const request = `${[...head, `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`;
  return `1 ${number.toString(16).padStart(24, '0')} ${atMs}000000\n${request}\n🐵🙈🙉\n`;
}

async function capture(
  name: string,
  messages: readonly SampleMessage[],
  begin: number,
  end = '',
  everyMs = 10,
): Promise<void> {
  const folder = join(directory, 'captures', name);
  await mkdir(folder, { recursive: true });
  const records = messages.map((message, place) => record(message, begin + place * everyMs, begin + place));
  await writeFile(join(folder, 'requests.log'), records.join('') + end);
}

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  const documents = Array.from({ length: DOCUMENTS }, (_, n) => ({ id: idOf(n), source: `{"n":${n}}` }));
  await seedIndex(server, LIVE, { aliases: { pages: {} }, documents });
  directory = await mkdtemp(join(tmpdir(), 'replay-'));
  app = await startSearchApp({ store: new ElasticsearchStore(server) });
  dashboard = await startDashboard({
    directory,
    configuration: `clusters:
  production:
    name: search-production
    url: "${server}"
    backups: backups
    replay:
      captures: captures
      targets: { search-app: { url: "${app.url}", queueStatus: /_status } }
  other: { url: "${server}", backups: backups }
`,
  });
  await backUpAlias(server, dashboard.backupDirectory, 'pages');
  const began = Date.now() + 50;
  await capture(
    'search-1',
    [
      postDocument('pages', { id: idOf('new'), source: '{"title":"Written after the backup"}' }),
      amendDocument('pages', idOf(50), { title: 'Amended' }),
      ...Array.from({ length: AMENDED }, (_, n) => amendDocument('pages', idOf(52), { title: `Amended ${n}` })),
      { method: 'POST', target: '/_aliases', body: '{}' },
      { method: 'GET', target: '/search.json?q=a' },
    ],
    began,
    `1 ${'f'.repeat(24)} ${began + 200}000000\nPOST /pages/documents HTTP/1.1\r\nContent-Length: 99\r\n\r\n{"_id`,
  );
  // The morning before: a deletion a minute is more than is ordinary.
  const earlier = Array.from({ length: EARLIER }, () => amendDocument('pages', idOf(55), { title: 'Earlier' }));
  await capture('search-3', earlier, began - EARLIER * 60_000, '', 60_000);
  const deletions = Array.from({ length: LOST }, (_, n) => deleteDocument('pages', idOf(n)));
  await capture('search-2', [deleteDocument('pages', idOf(51)), ...deletions], began + 500);
  for (let n = 0; n < LOST; n++) await call(server, 'DELETE', `/${LIVE}/_doc/${encodeURIComponent(idOf(n))}`);
  await call(server, 'POST', `/${LIVE}/_refresh`);
}, 300_000);

afterAll(async () => {
  await dashboard?.stop();
  await app?.stop();
  await emptyCluster(server);
  await rm(directory, { recursive: true, force: true });
});

test('after a restore, the captured requests before the deletions are replayed into the restored index', async () => {
  const page = await browser.open(`${dashboard.url}/production`);
  await page
    .getByRole('link', { name: /^Restore 60 documents of pages/ })
    .first()
    .click();
  await page.getByRole('button', { name: /^Restore 60 documents/ }).click();
  await page.waitForURL(/\/result$/, { timeout: 120_000 });
  const [restored] = (await aliasesOf(server))['pages']!;
  await page.goto(`${dashboard.url}/production/replay`);
  await page.getByText('Choose which restored index the requests are for.').waitFor();
  await expectAccessible(page);
  await page.getByLabel('Restored index').selectOption({ label: await restoredOption(page) });
  await page.getByText('of 86 captured records').waitFor({ timeout: 20_000 });
  const until = page.getByRole('group', { name: 'Replay until' });
  expect(
    await until.getByRole('radio').evaluateAll((radios) => radios.map((radio) => (radio as HTMLInputElement).checked)),
  ).toEqual([false, false]);
  await page.getByText('Choose first where the replay ends.').waitFor();
  await expectAccessible(page);
  await picturesOf(page, 'replay-plan');

  addresses = [page.url()];
  await until.getByRole('radio', { name: /before the deletions/ }).check();
  await page
    .getByText(/deletions from .* on are not sent/)
    .first()
    .waitFor({ state: 'attached' });
  const start = page.getByRole('button', { name: /^Replay \d+ requests?$/ });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Fixed' }).click();
  await page.getByLabel('Requests per second').fill('1');
  await page.getByLabel('Requests per second').press('Enter');
  await expect.poll(() => start.getAttribute('aria-disabled')).toBeNull();
  await start.click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page.getByText(/^captured at /).waitFor();
  await page.getByRole('button', { name: 'Pause sending' }).click();
  await page.getByText('Paused: nothing more is sent.').waitFor();
  await expectAccessible(page);
  await picturesOf(page, 'replay-paused');
  await page.getByLabel('Requests per second, at most').fill('');
  await page.getByLabel('Requests per second, at most').press('Enter');
  await expect
    .poll(async () => (await page.request.get(detailOf(page))).json())
    .toMatchObject({
      controls: { paused: true, rate: null },
    });
  await page.getByRole('button', { name: 'Resume sending' }).click();
  await page.getByRole('heading', { name: 'What remains unknown' }).waitFor({ timeout: 60_000 });
  await page.getByText('Queue empty since').first().waitFor();
  addresses.push(page.url(), `${dashboard.url}/production/jobs/1/publishers`);
  await page.getByText('1 captured record could not be read.').first().waitFor();
  await expectAccessible(page);
  await picturesOf(page, 'replay-result');

  await call(server, 'POST', `/${restored!}/_refresh`);
  const sources = Object.fromEntries([...(await readIndex(server, restored!))].map(([id, { source }]) => [id, source]));
  expect(Object.keys(sources)).toContain(idOf('new'));
  expect(sources[idOf(0)]).toBe('{"n":0}');
  expect(JSON.parse(sources[idOf(52)]!)).toEqual({ n: 52, title: `Amended ${AMENDED - 1}` });
  expect(JSON.parse(sources[idOf(50)]!)).toEqual({ n: 50, title: 'Amended' });
  expect(app.recorded.some(({ headers }) => headers.authorization !== undefined)).toBe(false);
  expect(app.recorded.some(({ target }) => target === '/_aliases')).toBe(false);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the results' }).click();
  expect((await download).suggestedFilename()).toMatch(/^results-of-job-\d+\.ndjson$/);

  await page.goto(`${dashboard.url}/other/replay`);
  await page.getByText('Replaying captured traffic is not configured here').waitFor();
}, 120_000);

test('the pages of the replay are in order, dark and light, on phones and wide screens', async () => {
  await expectPagesInOrder(addresses);
}, 120_000);

type Page = Awaited<ReturnType<typeof browser.open>>;

/** Of the job that the page is of. */
const detailOf = (page: Page): string => page.url().replace('/production/', '/api/production/');

const restoredOption = async (page: Page): Promise<string> =>
  (await page
    .getByLabel('Restored index')
    .getByRole('option', { name: /^pages, restored/ })
    .first()
    .textContent()) ?? '';

async function picturesOf(page: Page, name: string): Promise<void> {
  const folder = process.env['REPLAY_PICTURES'];
  if (folder === undefined) return;
  for (const theme of ['dark', 'light'] as const)
    for (const width of WIDTHS) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`), fullPage: true });
    }
}
