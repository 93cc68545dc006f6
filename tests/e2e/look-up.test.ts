import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';

const PASSWORD = 'a password for the browser';
const LIVE = 'pages-2026-11-20t02-00-07z-91c0aaaa-0000-4000-8000-000000000001';
const NEW = 'pages-2026-11-28t07-22-00z-e395bbbb-0000-4000-8000-000000000002';
const HOSTILE = '<img src=x onerror=alert(1)> harbour \u202eend';
let proxy: FaultyProxy;
let server: string;
let directory: string;
let dashboard: TestDashboard;
const browser = useBrowser();

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  const page = (n: number, views = '9007199254740993') => ({
    id: `/pages/${n}`,
    source: `{"title":"Harbour${' permit'.repeat(n)}","views":${views},"tags":["a"]}`,
  });
  const numbers = Array.from({ length: 14 }, (_, n) => n);
  await seedIndex(server, LIVE, { aliases: { pages: {} }, documents: numbers.map((n) => page(n)) });
  await seedIndex(server, NEW, {
    documents: [
      page(0, '9007199254740992'),
      { id: 'hostile', source: { title: HOSTILE } },
      ...numbers.slice(2).map((n) => page(n)),
    ],
  });
  proxy = await startFaultyProxy(server);
  directory = await mkdtemp(join(tmpdir(), 'look-up-'));
  for (const folder of ['data', 'secret', 'staging']) mkdirSync(join(directory, folder));
  for (const [name, role] of [
    ['ben', 'operator'],
    ['vic', 'viewer'],
  ] as const)
    await addLocalUser(join(directory, 'data/users.json'), name, PASSWORD, { role });
  dashboard = await startDashboard({
    directory,
    configuration: `signIn: { kind: local }
clusters:
  production: { name: search-production, url: "${proxy.url}", backups: backups }
  secret: { name: search-secret, url: "http://127.0.0.1:9", backups: secret, sensitive: true }
  staging: { name: search-staging, environment: staging, url: "${server}", backups: staging, roles: { operator: ["user:ben"] } }
`,
  });
}, 300_000);

afterAll(async () => {
  await dashboard?.stop();
  await proxy?.close();
  await emptyCluster(server);
  await rm(directory, { recursive: true, force: true });
});

async function signIn(name: string, to: string, options: Parameters<typeof browser.open>[1] = {}): Promise<Page> {
  const page = await browser.open(`${dashboard.url}${to}`, options);
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return page;
}

/** For a look at the page: pictures in the folder that the environment names. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['LOOK_UP_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

const hits = (page: Page, side: 'left' | 'right') =>
  page.getByRole('list', { name: `First hits on the ${side}` }).getByRole('listitem');
const SEARCHES = ({ path }: { path: string }) => path.includes('/_search') && path.includes('preference=look-up');

test('the same words are looked up in two indices, and a link shows the same', async () => {
  const page = await signIn('ben', '/production');
  await page.getByRole('link', { name: 'Look-up', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Look-up' }).waitFor();
  await page.getByText('Nothing has been searched yet').waitFor();
  await expectAccessible(page);
  await picture(page, 'empty');
  expect(proxy.requests.filter(SEARCHES)).toEqual([]);

  await page.getByText('Choose another index, or a second one').click();
  await page.getByRole('group', { name: 'The right index' }).getByRole('radio').first().waitFor();
  await page.locator(`input[name="right"][value="${NEW}"]`).check();
  await page.getByLabel('Words to search for').fill('harbour');
  await page.keyboard.press('Enter');
  await expect.poll(() => hits(page, 'left').count()).toBe(10);
  await expect
    .poll(() => hits(page, 'left').nth(0).innerText())
    .toMatch(/Harbour\s+\/pages\/0\s+changed\s+also 1 on the right/);
  expect(await hits(page, 'left').nth(1).innerText()).toMatch(/\/pages\/1\s+only here\s+not in the index on the right/);
  expect(await hits(page, 'left').nth(2).innerText()).toMatch(/\/pages\/2\s+(?:same|3 on the right|2 on the right)/);
  expect(await page.getByRole('main').innerText()).toMatch(/14\s+hits[\s\S]*14\s+hits/);
  await page.getByText('Words without a field name are searched in all fields.').waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Harbour', exact: true }).first().click();
  const fields = page.getByRole('region', { name: 'Differences of /pages/0' });
  await expect.poll(() => fields.innerText()).toMatch(/views: 9007199254740993\s[\s\S]*views: 9007199254740992\s/);
  await page.getByText('1 field differs').waitFor();
  await page.getByText('Show the whole document on the left').click();
  await page.getByRole('region', { name: 'Document /pages/0 on the left' }).waitFor();
  await expectAccessible(page);
  await picture(page, 'two-light');

  const asked = new URL(page.url());
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    query: 'harbour',
    left: LIVE,
    right: NEW,
    document: '/pages/0',
  });
  const other = await signIn('ben', `${asked.pathname}${asked.search}`, { theme: 'dark', width: 1024, height: 800 });
  await expect.poll(() => hits(other, 'right').count()).toBe(10);
  await other.getByRole('region', { name: 'Differences of /pages/0' }).waitFor();
  await expectAccessible(other);
  await picture(other, 'two-dark-1024');
  const hostile = hits(other, 'right').filter({ hasText: 'hostile' });
  expect(await hostile.innerText()).toContain('<img src=x onerror=alert(1)> harbour \\u202eend');
}, 60_000);

test('a costly query waits for “Search anyway”, and a link never runs it', async () => {
  const page = await signIn('ben', `/production/look-up?query=title:*bour&left=${LIVE}`);
  await page.getByText('This query may be slow for the cluster. It has not run yet.').waitFor();
  await expectAccessible(page);
  await picture(page, 'costly');
  await page.getByRole('button', { name: 'Search anyway' }).click();
  await page.getByRole('list', { name: 'First hits' }).getByRole('listitem').first().waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Search anyway' }).waitFor();
  await page.getByRole('button', { name: 'Query as JSON' }).click();
  await page.getByLabel('Query as JSON', { exact: true }).last().fill('{"script":{"script":"true"}}');
  browser.allowProblem(/400 \(Bad Request\)/);
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByText('"script" is not allowed here.').waitFor();
});

test('an id is looked up on a phone; an index that is missing is named', async () => {
  const page = await signIn('ben', `/production/look-up?id=%2Fpages%2F3&left=pages&right=gone`, {
    width: 390,
    height: 844,
  });
  await page.getByText('There is no index or alias called gone.').waitFor();
  await hits(page, 'left').first().getByRole('button').click();
  await page.getByText('9007199254740993').waitFor();
  await expectAccessible(page);
  await picture(page, 'phone');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByLabel('Id of the document').fill('/pages/none');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByText('No document was found.').waitFor();
});

test('a new query, and leaving the page, end the search that runs', async () => {
  const page = await signIn('ben', `/production/look-up?left=${LIVE}`);
  const hanging = proxy.inject({ fault: { kind: 'hang', afterBytes: 0 }, match: SEARCHES });
  const before = proxy.requests.length;
  const running = () => proxy.requests.slice(before).filter(SEARCHES);
  const search = async (words: string) => {
    await page.getByLabel('Words to search for').fill(words);
    await page.keyboard.press('Enter');
  };
  await search('one');
  await vi.waitUntil(() => running().length === 1, { timeout: 5_000 });
  await search('two');
  await vi.waitUntil(() => running().length === 2 && running()[0]!.ended !== null, { timeout: 3_000 });
  expect(running()[1]!.ended).toBeNull();
  await page.getByRole('link', { name: 'Jobs', exact: true }).click();
  await vi.waitUntil(() => running()[1]!.ended !== null, { timeout: 3_000 });
  hanging.remove();
});

test('who may not read documents is told why, on the page and by the route', async () => {
  const viewer = await signIn('vic', '/production/look-up?query=harbour');
  await viewer.getByText('Only an operator may read documents; you are a viewer on search-production.').waitFor();
  await expectAccessible(viewer);
  const route = `look-up?kind=words&query=harbour&left=${LIVE}`;
  expect((await viewer.request.get(`${dashboard.url}/api/production/${route}`)).status()).toBe(403);
  const document = `look-up/document?left=${LIVE}&id=1`;
  expect((await viewer.request.get(`${dashboard.url}/api/production/${document}`)).status()).toBe(403);

  // No cluster answers at its address.
  browser.allowProblem(/Failed to load resource/);
  const operator = await signIn('ben', '/secret/look-up?query=harbour');
  await operator.getByText(/^Only an admin may read documents where they are marked sensitive/).waitFor();
  expect((await operator.request.get(`${dashboard.url}/api/secret/${route}`)).status()).toBe(403);
});

test('the right index may be of another cluster, for a person who may read documents there', async () => {
  const page = await signIn('ben', `/production/look-up?query=harbour&left=${LIVE}&right=${NEW}&rightCluster=staging`);
  const right = page.getByRole('list', { name: 'First hits on the right' });
  await right.getByRole('button').nth(1).waitFor();
  await expect.poll(() => page.getByRole('main').innerText()).toMatch(/on search-staging/);
  await expectAccessible(page);
  await right.getByRole('button').nth(1).click();
  await page.getByText(/\+ pages-.* on search-staging/).waitFor();
  const status = async (cluster: string, of = page) => {
    const query = new URLSearchParams({
      kind: 'words',
      query: 'harbour',
      left: LIVE,
      right: NEW,
      rightCluster: cluster,
    });
    return (await of.request.get(`${dashboard.url}/api/production/look-up?${query.toString()}`)).status();
  };
  expect(await status('staging')).toBe(200);
  expect(await status('secret')).toBe(403);
  expect(await status('unknown')).toBe(404);
}, 60_000);

test('another cluster on a side starts no search before an index of it is chosen', async () => {
  const page = await signIn('ben', `/production/look-up?query=harbour&left=${LIVE}`);
  const found = page.getByRole('list', { name: 'First hits', exact: true }).getByRole('listitem');
  await found.first().waitFor();
  const lookUps: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/look-up')) lookUps.push(request.url());
  });
  const requested = () => lookUps.filter((url) => url.includes('/api/'));
  await page.getByText('Choose another index, or a second one').click();

  await page.getByLabel('Cluster of the right index').selectOption('staging');
  await page.waitForURL(/rightCluster=staging/);
  await page.getByRole('group', { name: 'The right index' }).getByRole('radio').first().waitFor();
  await page.getByLabel('Cluster of the left index').selectOption('staging');
  await page.getByText('No index is chosen on the left').waitFor();
  await page.getByRole('group', { name: 'The left index' }).getByRole('radio').first().waitFor();
  await page.getByLabel('Cluster of the left index').selectOption('production');
  await page.waitForURL(/leftCluster=production/);
  await page.getByText('No index is chosen on the left').waitFor();
  await page.getByRole('group', { name: 'The left index' }).getByRole('radio').first().waitFor();
  expect(requested()).toEqual([]);

  await page.getByRole('group', { name: 'The left index' }).locator(`input[value="${NEW}"]`).check();
  await found.first().waitFor();
  expect(requested()).toHaveLength(1);
}, 60_000);
