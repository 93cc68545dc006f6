import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { at } from '../../lib/contract/by-name.ts';
import type { Overview } from '../../lib/contract/overview.ts';
import { applyTransitions } from '../../lib/jobs/store/incident-changes.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { createDocuments } from '../support/sample-cluster.ts';
import { seedIncident } from '../support/seed-incident.ts';

/**
 * `production` is watched, on a real server. `quiet` is not: what its pages show is written by the tests, with the statements of the
 * watch, which ends it a minute later.
 */
const PASSWORD = 'a password for the browser';
const browser = useBrowser();
let url: string;
let directory: string;
let dashboard: TestDashboard;
let receiver: Receiver;
let store: JobStore;
let quiet: string;
let production: string;
type Session = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;
const sessions = new Map<string, Session>();

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedIndex(url, 'government-1', { documents: createDocuments(600), aliases: { government: {} } });
  receiver = await startReceiver();
  directory = await mkdtemp(join(tmpdir(), 'incidents-'));
  mkdirSync(join(directory, 'data'));
  for (const [name, role] of [
    ['ann', 'admin'],
    ['ola', 'operator'],
    ['vic', 'viewer'],
  ] as const)
    await addLocalUser(join(directory, 'data/users.json'), name, PASSWORD, { role });
  dashboard = await startDashboard({
    directory,
    configuration: `signIn: { kind: local }
clusters:
  production:
    name: search-production
    url: "${url}"
    backups: backups
    watch: { losses: { share: 10, documents: 100, for: 1s } }
  quiet: { name: search-quiet, url: "${url}", backups: backups-quiet, watch: false }
notifications:
  channels:
    hook: { kind: webhook, url: "${receiver.url}", privateNetwork: true }
    down: { kind: webhook, url: "http://127.0.0.1:9/", privateNetwork: true }
  routes:
    - { channel: hook, severity: critical, remind: 4h, clusters: [production] }
`,
  });
  store = JobStore.open(dashboard.dataDirectory);
  quiet = `${dashboard.url}/quiet`;
  production = `${dashboard.url}/production`;
  for (const name of ['ann', 'ola', 'vic']) sessions.set(name, await signIn(name));
}, 600_000);
afterAll(async () => {
  store?.close();
  receiver?.close();
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(() => {
  store.transact(() => {
    store[SQL].exec(`DELETE FROM incidents WHERE cluster = 'quiet'; DELETE FROM mutes;`);
  });
});

async function signIn(name: string): Promise<Session> {
  const page = await browser.open(quiet);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

const open = (address: string, as = 'ola', options: Parameters<typeof browser.open>[1] = {}) =>
  browser.open(address, { storageState: sessions.get(as)!, ...options });
const main = (page: Page) => page.getByRole('main').innerText();
const seed = (over: Parameters<typeof seedIncident>[1] = {}) => seedIncident(store, { cluster: 'quiet', ...over });
const disk = (subject: string) =>
  seed({
    subject,
    severity: 'warning',
    facts: { kind: 'disk', watermark: 'low', usedPercent: 86, freeBytes: 1_000_000 },
  });
/** It is over, as the watch writes it. */
const end = (id: string) => {
  const now = new Date().toISOString();
  applyTransitions(store, 'quiet', [
    { change: 'gone', id, sinceMs: Date.now() },
    { change: 'end', id, ended: { at: now, after: now } },
  ]);
};

describe('a real loss', () => {
  let address: string;

  test('is noticed, on every page, with what to do next, and told', async () => {
    const page = await open(`${production}/incidents`);
    await page.getByText('Nothing has been noticed yet').waitFor();
    // The watch must know that there were documents.
    await expect.poll(() => knownDocuments(page), { timeout: 90_000 }).toBe(600);
    await bulk(lost.map((_id) => ({ delete: { _id } })));
    const link = page.getByRole('link', { name: /government lost 83 % of its documents/ });
    await link.waitFor({ timeout: 90_000 });
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /Incidents.*1 open/ })
      .waitFor();
    await expectAccessible(page);
    await link.click();
    await page.getByRole('heading', { level: 1, name: /government lost 83 % of its documents/ }).waitFor();
    address = page.url();
    expect(await main(page)).toMatch(/since \d\d:\d\d UTC|Since \d\d:\d\d UTC/);
    await page.getByRole('heading', { name: 'What to do next' }).waitFor();
    await page.getByRole('region', { name: 'Timeline' }).getByText('government').first().waitFor();
    await expectAccessible(page);
    await expect
      .poll(() => receiver.received.some((body) => body.includes('government')), { timeout: 30_000 })
      .toBe(true);
    // It has no backup to compare with: the overview says it in a list of its own.
    const overview = await open(production);
    await overview
      .getByRole('list', { name: 'Open incidents' })
      .getByRole('link', { name: /lost 83 %/ })
      .waitFor();
  }, 240_000);

  test('ends by itself while somebody writes a comment, which is kept and saved', async () => {
    const page = await open(address);
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await expect.poll(() => main(page)).toContain('acknowledged by ola');
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.getByRole('textbox', { name: 'Comment' }).fill('The nightly import\nhad an empty file.');
    await bulk(lost.flatMap((_id) => [{ index: { _id } }, { title: 'Document' }]));
    await page.getByRole('heading', { name: 'It has ended by itself' }).waitFor({ timeout: 150_000 });
    expect(await page.getByRole('textbox', { name: 'Comment' }).inputValue()).toContain('empty file');
    expect(await page.getByRole('button', { name: 'Close the incident' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Add the comment' }).click();
    await page.getByRole('region', { name: 'Timeline' }).getByText('had an empty file.').waitFor();
    expect(await page.getByRole('textbox', { name: 'Comment' }).inputValue()).toBe('');
    await expectAccessible(page);
  }, 240_000);
});

/** The documents that are deleted, and made again. */
const lost = Array.from({ length: 500 }, (_, n) => `/${String(n)}`);

async function bulk(lines: readonly object[]): Promise<void> {
  const answer = await fetch(`${url}/government-1/_bulk?refresh=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  });
  expect(((await answer.json()) as { errors: boolean }).errors).toBe(false);
}

/** Of government, as the history of the counts has them; undefined: not observed yet. */
async function knownDocuments(page: Page): Promise<number | null | undefined> {
  const text = await page.evaluate(async () => (await fetch('/api/production/overview')).text());
  return at((JSON.parse(text) as Overview).history.counts, 'government')?.at(-1)?.[2];
}

test('a cluster that is not watched says so, and has nothing to list', async () => {
  const page = await open(`${quiet}/incidents`);
  await page.getByText('Restore Desk does not watch this cluster').waitFor();
  const shown = await main(page);
  expect(shown).toContain('No channel gets messages about incidents of this cluster');
  expect(shown).not.toContain('Restore Desk looks');
});

test('the worst open incident is first, and the lists are narrowed by state, kind and subject, in the address', async () => {
  disk('node-1');
  seed();
  end(disk('node-2'));
  const page = await open(`${quiet}/incidents`);
  const openOnes = page.getByRole('table', { name: 'Open incidents' });
  await openOnes.waitFor();
  expect(await openOnes.getByRole('link').allInnerTexts()).toEqual([
    expect.stringContaining('government lost'),
    expect.stringContaining('node-1'),
  ]);
  expect(await page.getByRole('table', { name: 'Ended incidents' }).innerText()).toContain('node-2');
  await page.getByRole('combobox', { name: 'Kind of incident' }).selectOption('disk');
  await expect.poll(() => openOnes.getByRole('link').count()).toBe(1);
  await page.getByRole('button', { name: /^Open/ }).click();
  await page.getByRole('table', { name: 'Ended incidents' }).waitFor({ state: 'detached' });
  await expect.poll(() => page.url()).toMatch(/state=open/);
  await page.reload();
  await openOnes.waitFor();
  expect(await openOnes.innerText()).not.toContain('government');
  await page.goto(`${quiet}/incidents?about=government`);
  await expect.poll(() => openOnes.getByRole('link').count()).toBe(1);
  await page.goto(`${quiet}/incidents?kind=drill`);
  await page.getByText('No open incident matches').waitFor();
  await page.getByRole('button', { name: 'Show all kinds' }).click();
  await expect.poll(() => openOnes.getByRole('link').count()).toBe(2);
});

test('an incident is closed with a note, and one that ended meanwhile is not: the note becomes a comment', async () => {
  const [first, second] = [seed(), disk('node-1')];
  const page = await open(`${quiet}/incidents/${first}`);
  await page.getByRole('button', { name: 'Close the incident' }).click();
  const dialog = page.getByRole('dialog');
  await expectAccessible(page);
  await dialog.getByLabel(/^Why/).fill('Planned: the archive was moved.');
  await dialog.getByRole('button', { name: 'Close the incident' }).click();
  await page.getByRole('heading', { name: 'Closed by ola' }).waitFor();
  expect(await main(page)).toContain('“Planned: the archive was moved.”');

  await page.goto(`${quiet}/incidents/${second}`);
  await page.getByRole('button', { name: 'Close the incident' }).click();
  await dialog.getByLabel(/^Why/).fill('I deleted old indices.');
  end(second);
  await dialog.getByRole('heading', { name: `Incident ${second} has ended` }).waitFor();
  expect(await dialog.getByLabel('Comment').inputValue()).toBe('I deleted old indices.');
  await dialog.getByRole('button', { name: 'Save as a comment' }).click();
  await page.getByRole('region', { name: 'Timeline' }).getByText('I deleted old indices.').waitFor();
  const log = await open(`${quiet}/audit-log`, 'ann');
  await log.getByText('Close incident').waitFor();
  expect(await main(log)).toContain('Comment on incident');
});

test('messages are muted for planned work until a time, and the mute is ended early', async () => {
  const page = await open(`${quiet}/incidents`);
  await page.getByRole('button', { name: 'Mute messages' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Mute messages' }).click();
  await dialog.getByText('Say why').waitFor();
  await dialog.getByLabel('From, in UTC').fill('tonight');
  await dialog.getByText('A time in UTC is needed').waitFor();
  await dialog.getByLabel('From, in UTC').fill('');
  await dialog.getByLabel('Alias').fill('government');
  await dialog.getByLabel('Kind of incident').selectOption('documents-lost');
  await dialog.getByLabel('Why').fill('Reindex of government');
  await dialog.getByLabel('For', { exact: true }).selectOption('240');
  await dialog.getByText(/Muted until/).waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Mute messages' }).click();
  const list = page.getByRole('list', { name: 'Muted messages' });
  await list.getByText('government: documents lost', { exact: true }).waitFor();
  expect(await list.innerText()).toContain('“Reindex of government”, by ola');
  await expectAccessible(page);
  await list.getByRole('button', { name: /^End it now.*government: documents lost/ }).click();
  await list.waitFor({ state: 'detached' });
});

test('what an incident mutes is its own kind, unless somebody chooses more', async () => {
  const page = await open(`${quiet}/incidents/${disk('node-1')}`);
  await page.getByRole('button', { name: 'Mute messages' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('Kind of incident').inputValue()).toBe('disk');
  expect(await dialog.getByLabel('Alias').inputValue()).toBe('');
  await dialog.getByText('are of no alias').waitFor();
  await page.goto(`${quiet}/incidents/${seed()}`);
  await page.getByRole('button', { name: 'Mute messages' }).click();
  expect(await dialog.getByLabel('Kind of incident').inputValue()).toBe('documents-lost');
  expect(await dialog.getByLabel('Alias').inputValue()).toBe('government');
});

test('a thousand open incidents are listed on demand', async () => {
  for (let n = 0; n < 1_000; n += 1) disk(`node-${String(n)}`);
  const page = await open(`${quiet}/incidents`);
  const table = page.getByRole('table', { name: 'Open incidents' });
  await page.getByText('900 more, none worse than these.').waitFor();
  expect(await table.getByRole('link').count()).toBe(100);
  await page.getByRole('button', { name: 'Show all 1,000' }).click();
  await expect.poll(() => table.getByRole('link').count()).toBe(1_000);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /Incidents.*1,000 open/ })
    .waitFor();
  const overview = await open(quiet);
  await overview.getByRole('heading', { name: '1,000 open incidents' }).waitFor({ timeout: 30_000 });
}, 180_000);

test('the longest names are on the pages of 320 pixels, and no page scrolls sideways', async () => {
  const name = 'z'.repeat(255);
  const id = seed({ subject: name });
  end(seed({ subject: `${'part-'.repeat(40)}x`, facts: { kind: 'drill', job: '7', problem: 'x'.repeat(500) } }));
  for (const path of ['incidents', `incidents/${id}`, '']) {
    const page = await open(`${quiet}/${path}`, 'ola', { width: 320, height: 700 });
    await page.getByText('zzzz').first().waitFor();
    expect({ path, wide: await page.evaluate(() => document.scrollingElement!.scrollWidth) }).toEqual({
      path,
      wide: 320,
    });
    await expectAccessible(page);
  }
});

test('a viewer reads everything, and each button says why it can’t be pressed', async () => {
  const page = await open(`${quiet}/incidents/${seed()}`, 'vic');
  await page.getByRole('heading', { level: 1, name: /government lost/ }).waitFor();
  const main = page.getByRole('main');
  expect(await main.getByText('Only an operator may record what was done about an incident').count()).toBeGreaterThan(
    2,
  );
  expect(await page.getByRole('button', { name: 'Acknowledge' }).getAttribute('aria-disabled')).toBe('true');
  await page.goto(`${production}/notifications`);
  await page.getByRole('button', { name: 'Send a test message to hook' }).waitFor();
  await main.getByText('Only an admin may test a channel').first().waitFor({ state: 'attached' });
});

test('an incident that does not exist, or is of another cluster, is not found', async () => {
  browser.allowProblem(/404/);
  const id = seed();
  const page = await open(`${production}/incidents/${id}`);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toContain('government');
  expect((await page.goto(`${quiet}/incidents/999999`))?.status()).toBe(404);
});

test('a test message shows the answer of its receiver, and why there was none', async () => {
  const page = await open(`${production}/notifications`, 'ann');
  const hook = page.getByRole('region', { name: 'hook' });
  expect(await hook.innerText()).toContain('Critical incidents, with a reminder every 4 h');
  const before = receiver.received.length;
  await hook.getByRole('button', { name: 'Send a test message to hook' }).click();
  await hook.getByText('thank you').waitFor();
  await hook.getByText(/^Accepted in/).waitFor();
  expect(receiver.received.length).toBe(before + 1);
  const down = page.getByRole('region', { name: 'down' });
  expect(await down.innerText()).toContain('nothing: no route leads to it');
  await down.getByRole('button', { name: 'Send a test message to down' }).click();
  await down.getByText('The test message was not accepted').waitFor({ timeout: 30_000 });
  await expectAccessible(page);
  // Of the loss of before.
  expect(await page.getByRole('table', { name: 'Messages' }).innerText()).toContain('government lost');
});

test('without a channel for the cluster the page says what would send messages', async () => {
  const page = await open(`${quiet}/notifications`, 'ann');
  await page.getByRole('region', { name: 'down' }).waitFor();
  expect(await page.getByRole('region', { name: 'hook' }).count()).toBe(0);
  await page.getByText('No route leads to these channels').waitFor();
});
