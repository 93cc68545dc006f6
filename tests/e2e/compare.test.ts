import { mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import type { Difference } from '../../lib/contract/difference.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';

/** An alias that lost documents after its backup, and got some that the backup does not have. */
const PASSWORD = 'a password for the browser';
const LIVE = 'pages-2026-11-20t02-00-07z-91c0aaaa-0000-4000-8000-000000000001';
const LOST = 130;
const DOCUMENTS = 200;
let server: string;
let directory: string;
let dashboard: TestDashboard;
const browser = useBrowser();

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  const source = (n: number) => ({
    title: `Page ${n}`,
    description: 'You will hear within 28 days.',
    views: n,
    tags: ['a'],
  });
  const documents = Array.from({ length: DOCUMENTS }, (_, n) => ({ id: `/pages/${n}`, source: source(n) }));
  await seedIndex(server, LIVE, { aliases: { pages: {} }, documents });
  directory = await mkdtemp(join(tmpdir(), 'compare-'));
  for (const folder of ['data', 'staging']) mkdirSync(join(directory, folder));
  for (const [name, role] of [
    ['ben', 'operator'],
    ['vic', 'viewer'],
  ] as const)
    await addLocalUser(join(directory, 'data/users.json'), name, PASSWORD, { role });
  dashboard = await startDashboard({
    directory,
    configuration: `signIn: { kind: local }
clusters:
  production: { name: search-production, url: "${server}", backups: backups }
  staging: { name: search-staging, environment: staging, url: "${server}", backups: staging, roles: { operator: ["user:ben"] } }
`,
  });
  await backUpAlias(server, dashboard.backupDirectory, 'pages');
  const lines = [
    ...Array.from({ length: LOST }, (_, n) => [{ delete: { _id: `/pages/${n}` } }]).flat(),
    { index: { _id: '/pages/190' } },
    { title: 'Page 190', description: 'You will hear within 14 days.', views: 9007199254740993n, tags: ['a', 'b'] },
    { index: { _id: '/pages/new' } },
    { title: 'Written after the backup' },
    { index: { _id: '/pages/150' } },
    { views: 150, title: 'Page 150', description: 'You will hear within 28 days.', tags: ['a'] },
  ];
  await bulk(lines);
}, 300_000);

afterAll(async () => {
  await dashboard?.stop();
  await emptyCluster(server);
  await rm(directory, { recursive: true, force: true });
});

/** Numbers of 64 bits keep their digits. */
async function bulk(lines: readonly object[]): Promise<void> {
  const text = lines.map((line) =>
    JSON.stringify(line, (_, value: unknown) => (typeof value === 'bigint' ? `big ${value}` : value)).replace(
      /"big (\d+)"/g,
      '$1',
    ),
  );
  const answer = await fetch(`${server}/${LIVE}/_bulk?refresh=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${text.join('\n')}\n`,
  });
  expect(await answer.json()).toMatchObject({ errors: false });
}

async function signIn(name: string, to: string, options: Parameters<typeof browser.open>[1] = {}): Promise<Page> {
  const page = await browser.open(`${dashboard.url}${to}`, options);
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return page;
}

const VERDICT =
  /130 documents of the backup are missing from the live index\. 2 documents of the live index differ from the backup or are missing from it\. A restore of this backup alone would not have them\. 1 document has the same values, spelled differently\./;

test('from the incident an engineer compares, reads a difference field by field, and downloads the list', async () => {
  const page = await signIn('ben', '/production', { theme: 'dark' });
  await page
    .getByRole('link', { name: /^Restore 200 documents of pages/ })
    .first()
    .click();
  const panel = page.getByRole('region', { name: 'Documents of the backup and of the live index' });
  await panel.getByText('Not compared yet').waitFor();
  await panel.getByRole('button', { name: 'Compare documents' }).click();
  await panel
    .getByText(
      '2 live documents differ from the backup or are missing from it; 130 of the backup are missing from the live index.',
    )
    .waitFor({ timeout: 30_000 });
  await expectAccessible(page);
  await panel.getByRole('link', { name: 'Open the comparison' }).click();

  await page.waitForURL(/\/jobs\/\d+$/);
  const counts = page.getByRole('region', { name: 'Documents compared' });
  await expect.poll(() => counts.innerText()).toMatch(VERDICT);
  const list = page.getByRole('region', { name: 'Documents that differ' });
  await list.getByText('/pages/190').click();
  const fields = list.getByRole('region', { name: 'Differences of /pages/190' });
  await expect
    .poll(() => fields.innerText())
    .toMatch(
      /description: "You will hear within 28 days\."[\s\S]*14 days[\s\S]*views: 190[\s\S]*views: 9007199254740993\s[\s\S]*tags\[1\]: "b"[\s\S]*2 equal fields/,
    );
  await expectAccessible(page);

  await list.getByRole('button', { name: /^Only in the backup\s*130$/ }).click();
  await list.getByText('50 of 130').waitFor();
  await list.getByRole('button', { name: 'Show more' }).click();
  await list.getByText('100 of 130').waitFor();
  await list.getByLabel('Filter by id or routing').fill('/pages/77');
  await list.getByText('1 found').waitFor();
  await list.getByText('/pages/77', { exact: true }).click();
  await list.getByText('"Page 77"').waitFor();

  const downloading = page.waitForEvent('download');
  await list.getByRole('link', { name: 'Download the list' }).click();
  const text = await readFile(await (await downloading).path(), 'utf8');
  const differences = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Difference);
  const ofBucket = (bucket: string) => differences.filter((each) => each.bucket === bucket);
  expect(differences).toHaveLength(133);
  expect(ofBucket('onlyLeft')).toHaveLength(LOST);
  expect(ofBucket('onlyRight')).toMatchObject([{ id: '/pages/new', routing: null }]);
  expect(ofBucket('changed')).toMatchObject([{ id: '/pages/190', versions: { left: '1', right: '2' } }]);
  expect(ofBucket('sameValues')).toMatchObject([{ id: '/pages/150' }]);

  await page.getByRole('link', { name: 'Add the 130 missing documents to the live index' }).click();
  await page
    .getByText(/It adds to the live index|adds to/)
    .first()
    .waitFor();
  expect(new URL(page.url()).searchParams.get('onConflict')).toBe('create');
}, 60_000);

test('on a phone a comparison is chosen, started and read', async () => {
  const page = await signIn('ben', '/production', { width: 390, height: 844 });
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Compare' }).waitFor();
  await page.getByRole('group', { name: 'Backup to compare' }).getByRole('radio').first().check();
  await expect
    .poll(() => page.getByRole('region', { name: 'Both sides' }).innerText())
    .toMatch(/200\s+documents[\s\S]*71\s+documents/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Compare documents' }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await expect.poll(() => page.getByRole('main').innerText(), { timeout: 30_000 }).toMatch(VERDICT);
  await page.getByText('/pages/190').click();
  await page.getByText('9007199254740993').waitFor();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
}, 60_000);

test('who may not read documents sees the counts, not the documents', async () => {
  const page = await signIn('vic', '/production/compare');
  await page.getByText('Only an operator may compare documents; you are a viewer on search-production.').waitFor();
  await page
    .getByRole('link', { name: /^Compare the backup/ })
    .first()
    .click();
  await expect.poll(() => page.getByRole('main').innerText()).toMatch(VERDICT);
  await page.getByText(/Only an operator may read documents; .* The counts above are for everybody\./).waitFor();
  const job = new URL(page.url()).pathname.split('/').at(-1);
  for (const path of [
    'differences?bucket=changed',
    'differences/document?bucket=changed&at=0&id=%2Fpages%2F190',
    'differences/download',
  ])
    expect((await page.request.get(`${dashboard.url}/api/production/jobs/${job}/${path}`)).status()).toBe(403);
});

test('an index is compared with one of another cluster, whose name only a person with a role there reads', async () => {
  const other = 'pages-of-staging';
  const documents = Array.from({ length: 60 }, (_, n) => ({ id: `/pages/${n + 140}`, source: { n } }));
  await seedIndex(server, other, { documents });
  const page = await signIn('ben', `/production/compare?left=${LIVE}`, { width: 768 });
  await page.getByLabel('Cluster of the right index').selectOption('search-staging (staging)');
  await page.getByLabel('Find the right index').fill('staging');
  await page
    .getByRole('group', { name: 'The right index' })
    .getByRole('radio', { name: /pages-of-staging/ })
    .check();
  await page.getByText('Index on search-staging').waitFor();
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    left: LIVE,
    right: other,
    rightCluster: 'staging',
  });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Compare documents' }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  const main = page.getByRole('main');
  await main.getByText(/are missing from the index on search-staging/).waitFor({ timeout: 30_000 });
  await expect.poll(() => main.innerText()).toMatch(/Index on search-staging/);
  await main.getByRole('region', { name: 'Documents that differ' }).getByText('/pages/145').click();
  await main.getByRole('region', { name: 'Differences of /pages/145' }).waitFor();
  await expectAccessible(page);
  const again = await main.getByRole('link', { name: 'Compare again' }).getAttribute('href');
  expect(again).toMatch(/rightCluster=staging/);

  const job = new URL(page.url()).pathname.split('/').at(-1);
  const vic = await signIn('vic', `/production/jobs/${job}`);
  await vic
    .getByText('The right index is of another cluster, on which you have no role.')
    .or(vic.getByText(/Only an operator may read documents/))
    .first()
    .waitFor();
  for (const path of [`jobs/${job}`, 'jobs', `jobs/${job}/log`, 'overview']) {
    const text = await (await vic.request.get(`${dashboard.url}/api/production/${path}`)).text();
    expect(text, path).not.toMatch(/search-staging|"staging"/);
  }
  expect(await vic.content()).not.toMatch(/search-staging/);
}, 60_000);

test('a list that is gone, a position that is none, and another job are refused in words', async () => {
  const page = await signIn('ben', '/production/jobs?kind=compare');
  const get = async (path: string) => {
    const answer = await page.request.get(`${dashboard.url}/api/production/${path}`);
    return [answer.status(), ((await answer.json()) as { failure?: { message: string } }).failure?.message];
  };
  expect(await get('jobs/1/differences?bucket=changed&from=7')).toEqual([
    404,
    'There is no difference at this position of the list.',
  ]);
  expect(await get('jobs/1/differences?bucket=equal')).toEqual([400, expect.any(String)]);
  expect(await get('jobs/1/differences/document?bucket=changed&at=0&id=other')).toEqual([
    404,
    'The list has another document at this position.',
  ]);
  expect(await get('jobs/9/differences?bucket=changed')).toEqual([404, expect.stringContaining('There is no job 9')]);
  await rm(join(dashboard.dataDirectory, 'jobs/1/differences-changed.ndjson'));
  expect(await get('jobs/1/differences?bucket=changed')).toEqual([
    404,
    'The list of these differences is no longer there.',
  ]);
  expect(await get('jobs/1/differences/download')).toEqual([404, 'The list of these differences is no longer there.']);
});
