import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { addressPath } from '../../lib/contract/backup-address.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { createDocuments } from '../support/sample-cluster.ts';

/** Names as long as Elasticsearch allows, on every page: no page is wider than the screen, and short names stay whole. */
const browser = useBrowser();
const PASSWORD = 'a password for the browser';
const LONG_INDEX = `live${'x'.repeat(244)}`;
const OTHER_INDEX = `older-${'part-'.repeat(48)}y1`;
const LONG_ALIAS = 'z'.repeat(255);
const WIDE_ALIAS = 'traffic_by_country_and_day';
/** Its backups have a folder of their own. */
const LONG_GROUP = 'g'.repeat(200);
let dashboard: TestDashboard;
/** The same cluster, where a second person must approve. */
let guarded: TestDashboard;
let directory: string;
let home: string;
let backups: string[];

beforeAll(async () => {
  const url = await sharedServer();
  await emptyCluster(url);
  await seedIndex(url, LONG_INDEX, {
    documents: createDocuments(60),
    aliases: { government: {}, [LONG_ALIAS]: {}, [WIDE_ALIAS]: {} },
  });
  await seedIndex(url, OTHER_INDEX, { documents: createDocuments(70) });
  await seedIndex(url, `${LONG_GROUP}-2`, { documents: createDocuments(5), aliases: { [LONG_GROUP]: {} } });
  dashboard = await startDashboard({ elasticsearchUrl: url });
  home = `${dashboard.url}/${dashboard.cluster}`;
  backups = [];
  for (const alias of [LONG_ALIAS, LONG_GROUP, 'government'])
    backups.push(await backUpAlias(url, dashboard.backupDirectory, alias));
  directory = await mkdtemp(join(tmpdir(), 'long-names-'));
  mkdirSync(join(directory, 'data'));
  await addLocalUser(join(directory, 'data/users.json'), 'elizabeth.long-name', PASSWORD, { role: 'admin' });
  guarded = await startDashboard({
    directory,
    configuration: `signIn: { kind: local }\nclusters:\n  production: { name: search-production, url: "${url}", backups: ${dashboard.backupDirectory}, protected: { approval: true } }\n`,
  });
});
afterAll(async () => {
  await dashboard?.stop();
  await guarded?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function signIn(): Promise<Page> {
  const page = await browser.open(`${guarded.url}/production`);
  await page.getByLabel('Name').fill('elizabeth.long-name');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/production$/);
  return page;
}

/** Presses the page's main button when it can be pressed. */
async function press(page: Page, name: RegExp): Promise<void> {
  const button = page.getByRole('main').getByRole('button', { name });
  await expect.poll(() => button.getAttribute('aria-disabled').catch(() => ''), { timeout: 60_000 }).toBeNull();
  await button.click();
}

/** Fills the lists of jobs and the audit log, and returns the addresses of pages about jobs. */
async function makeJobs(page: Page): Promise<string[]> {
  await page.goto(`${home}/indices/switch?index=${OTHER_INDEX}&alias=${LONG_ALIAS}`);
  await press(page, /^Switch/);
  await page.waitForURL(/\/jobs\/\d+$/);
  const addresses = [page.url()];
  await page.goto(`${home}/backups/${addressPath(backups[2]!)}/restore`);
  await press(page, /^Restore [\d,]+ documents/);
  await page.waitForURL(/\/result$/, { timeout: 60_000 });
  return [...addresses, page.url(), page.url().replace(/\/result$/, '')];
}

/** Asks for an approval, and returns the addresses of pages where it is guarded. */
async function askForApproval(page: Page): Promise<string[]> {
  await page.goto(`${guarded.url}/production/indices/switch?index=${LONG_INDEX}&alias=${LONG_ALIAS}`);
  await press(page, /^Ask for approval/);
  await page.getByText('Waiting for a second person').waitFor();
  return [
    page.url(),
    `${guarded.url}/production`,
    `${guarded.url}/production/approvals`,
    `${guarded.url}/production/audit-log`,
  ];
}

const pagesOf = () =>
  [
    '',
    '/indices',
    '/indices/switch',
    `/indices/switch?alias=${LONG_ALIAS}`,
    `/indices/switch?index=${LONG_INDEX}&alias=${LONG_ALIAS}`,
    `/indices/switch?index=${OTHER_INDEX}&alias=government`,
    '/indices/clean-up',
    `/indices/clean-up?aliases=${LONG_ALIAS}`,
    '/backups',
    `/backups?group=${LONG_GROUP}`,
    '/backups/new',
    `/backups/new?aliases=${LONG_ALIAS}`,
    `/backups/new?indices=${OTHER_INDEX}`,
    '/backups/choose',
    `/backups/choose?alias=${LONG_ALIAS}`,
    ...backups.flatMap((id) => {
      const path = `/backups/${addressPath(id)}`;
      return [path, `${path}/restore`, `${path}/delete`];
    }),
    '/jobs',
    '/audit-log',
  ].map((path) => `${home}${path}`);

/** Runs in the page: what is wider than the screen, and which of the short names are broken. */
function layoutProblems(whole: string[]): string[] {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const problems = wide > 0 ? [`${String(wide)} px too wide`] : [];
  if (wide > 0)
    for (const element of document.querySelectorAll('body *')) {
      const { right, width } = element.getBoundingClientRect();
      if (right > innerWidth + 1 && width > 0 && element.children.length === 0)
        problems.push(`  ${element.tagName} ${element.className} "${(element.textContent ?? '').slice(0, 40)}"`);
    }
  const texts = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = node as Text;
    // Requests and input are shown as they are sent.
    if (text.parentElement!.closest('pre')) continue;
    for (const name of whole)
      for (let at = text.data.indexOf(name); at !== -1; at = text.data.indexOf(name, at + 1)) {
        const range = document.createRange();
        range.setStart(text, at);
        range.setEnd(text, at + name.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (lines.size > 1) problems.push(`"${name}" is broken in ${text.parentElement!.outerHTML.slice(0, 150)}`);
      }
  }
  return problems.slice(0, 12);
}

async function findProblems(page: Page, addresses: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const address of addresses) {
    await page.goto(address);
    await page.getByRole('main').getByRole('heading', { level: 1 }).first().waitFor();
    await expect
      .poll(() => page.getByRole('main').innerText(), { timeout: 20_000 })
      .not.toMatch(/Waiting for .*…|Reading/);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const problems = await page.evaluate(layoutProblems, ['government', 'country']);
      if (problems.length > 0)
        found.push(`${address.replaceAll(LONG_ALIAS, 'LONG')} at ${String(width)} px:`, ...problems);
    }
  }
  return found;
}

test('no page is wider than the screen, and no short name is broken in the middle', async () => {
  const page = await browser.open(home);
  const jobs = await makeJobs(page);
  expect((await findProblems(page, [...pagesOf(), ...jobs])).join('\n')).toBe('');
}, 180_000);

test('the pages of approvals hold long names, and the sidebar and the top line hold them at 1,280 px', async () => {
  const page = await signIn();
  const addresses = await askForApproval(page);
  expect((await findProblems(page, addresses)).join('\n')).toBe('');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${guarded.url}/production`);
  await page.getByRole('link', { name: 'Approvals 1 waiting' }).waitFor();
  const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  const heights = await links.evaluateAll((all) => all.map((link) => Math.round(link.getBoundingClientRect().height)));
  expect(Math.max(...heights)).toBeLessThan(40);
  const bar = await page.getByRole('banner').boundingBox();
  expect(bar!.height).toBeLessThan(70);
  await expectAccessible(page);
}, 60_000);
