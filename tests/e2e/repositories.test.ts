import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { call, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { createDocuments } from '../support/sample-cluster.ts';
import { expectPagesInOrder } from '../support/pages-in-order.ts';

const browser = useBrowser();
let folder: string;
let server: Server;
/** Another cluster that may write to the same folder. */
let other: Server;
let dashboard: TestDashboard;
let home: string;

const SECRET = 'planted-secret-of-the-proxy';
const person = (name: string, group: string) => ({
  'x-proxy-secret': SECRET,
  'x-forwarded-user': name,
  'x-forwarded-groups': group,
});
const ADMIN = person('ann', 'admins');
const VIEWER = person('vic', 'viewers');

const configuration = (url: string, other: string) => `
signIn: { kind: proxy, from: [127.0.0.1], proof: { header: x-proxy-secret, secret: { env: PROXY_SECRET } } }
roles: { viewer: [viewers], admin: [admins] }
clusters:
  one: { url: "${url}", name: One, environment: test, backups: backups }
  two: { url: "${other}", name: Two, environment: test, backups: backups-two, roles: { admin: [admins] } }
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-repositories-'));
  // The servers run as another user.
  await chmod(folder, 0o777);
  [server, other] = await Promise.all([startServer({ repo: folder }), startServer({ repo: folder })]);
  await seedIndex(server.url, 'orders-1', { documents: createDocuments(50), aliases: { orders: {} } });
  dashboard = await startDashboard({
    env: { PROXY_SECRET: SECRET },
    configuration: configuration(server.url, other.url),
  });
  home = `${dashboard.url}/one/repositories`;
});
afterAll(async () => {
  await dashboard?.stop();
  await Promise.all([server?.stop(), other?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const open = (address = '', headers: Record<string, string> = ADMIN) => browser.open(`${home}${address}`, { headers });
const registered = () => call<Record<string, unknown>>(server.url, 'GET', '/_snapshot');
const makeFolder = async (name: string) => {
  await mkdir(join(folder, name));
  await chmod(join(folder, name), 0o777);
};
const main = (page: Page) => page.getByRole('main').innerText();
const card = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Repositories' }).getByRole('link').filter({ hasText: name });
const registerButton = (page: Page) => page.getByRole('button', { name: 'Register repository' });
const action = async (page: Page, name: string, item: string) => {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('link', { name: item }).click();
};
const done = (page: Page, text: string) => expect.poll(() => main(page), { timeout: 30_000 }).toContain(text);

async function fill(page: Page, name: string, location: string) {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Folder', { exact: true }).fill(location);
}

test('a cluster without a repository says so, and leads to the form', async () => {
  const page = await open();
  await page.getByText('No repository is registered').waitFor();
  await expect.poll(() => card(page, 'Backup directory').innerText()).toContain('0 backups');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Register repository' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Register a repository' }).waitFor();
});

test('a type that the cluster lacks is shown as unavailable with the lines for its servers, before anything is sent', async () => {
  const page = await open('/register');
  await page.getByRole('radio', { name: /^S3 not available/ }).check();
  await page.getByText('This cluster can’t register the type S3').waitFor();
  expect(await main(page)).toContain('node-1 has no repository-s3');
  expect(await main(page)).toContain('bin/elasticsearch-plugin install repository-s3');
  expect(await main(page)).toContain('bin/elasticsearch-keystore add s3.client.default.access_key');
  expect(await registerButton(page).count()).toBe(0);
  await expectAccessible(page);
});

test('a folder outside of path.repo is refused before it is sent, with the lines of the configuration', async () => {
  const page = await open('/register');
  await fill(page, 'nightly', '/somewhere/else');
  await page.getByText('Not ready: 1 of 4 checks fails').waitFor();
  expect(await main(page)).toContain('The folder is outside of path.repo');
  expect(await main(page)).toContain('path.repo: ["/mnt/snapshots"]');
  expect(await registerButton(page).getAttribute('aria-disabled')).toBe('true');
  await page.getByLabel('Name', { exact: true }).fill('a name');
  browser.allowProblem(/status of 400/);
  await page.getByText('A name has no spaces').waitFor();
  expect(await registered()).toEqual({});
});

test('a repository is registered, and each node has verified it', async () => {
  const page = await open('/register');
  await fill(page, 'nightly', join(folder, 'nightly'));
  await page.getByText('Ready: 4 of 4 checks pass').waitFor();
  await expectAccessible(page);
  await registerButton(page).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await done(page, 'nightly is registered; verified by 1 node');
  expect(await registered()).toMatchObject({
    nightly: { type: 'fs', settings: { location: join(folder, 'nightly') } },
  });
  await page.getByRole('link', { name: 'Open the repository' }).click();
  await expect
    .poll(() => card(page, 'nightly').innerText())
    .toMatch(/OK[\s\S]*0 snapshots[\s\S]*Verified on 1 of 1 node/);
});

test('a repository is verified now, by one press', async () => {
  await call(server.url, 'PUT', '/_snapshot/nightly/first?wait_for_completion=true', { indices: 'orders-1' });
  const page = await open('?name=nightly');
  await expect
    .poll(() => page.getByRole('table', { name: 'Snapshots in nightly' }).innerText(), { timeout: 20_000 })
    .toMatch(/first\s+orders-1\s+Complete/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Verify now' }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await done(page, '1 node can use nightly: node-1.');
});

test('a second repository that writes to the same place is warned about, and not if it is read-only', async () => {
  const page = await open('/register');
  await fill(page, 'copy', join(folder, 'nightly'));
  await page.getByText('Another repository may write to the same place').waitFor();
  expect(await main(page)).toContain('nightly of this cluster is there and not read-only');
  await page.getByRole('checkbox', { name: 'Read-only' }).check();
  await page.getByText(/^Ready: 3 of 3 checks pass/).waitFor();
});

test('a second writer on another cluster is warned about, and not named to somebody without a role there', async () => {
  const settings = { location: join(folder, 'shared') };
  await call(other.url, 'PUT', '/_snapshot/theirs', { type: 'fs', settings });
  const page = await open('/register');
  await fill(page, 'ours', join(folder, 'shared'));
  await expect.poll(() => main(page), { timeout: 40_000 }).toContain('theirs of Two is there and not read-only');
  const viewers = await open('/register', VIEWER);
  await fill(viewers, 'ours', join(folder, 'shared'));
  await expect
    .poll(() => main(viewers), { timeout: 40_000 })
    .toContain('a repository of another configured cluster is there and not read-only');
  expect(await main(viewers)).not.toContain('theirs');
});

test('an empty read-only folder is questioned', async () => {
  await makeFolder('empty');
  await call(server.url, 'PUT', '/_snapshot/archive', {
    type: 'fs',
    settings: { location: join(folder, 'empty'), readonly: true },
  });
  const page = await open('?name=archive');
  await page.getByText('Is this the right location?').waitFor();
  expect(await card(page, 'archive').innerText()).toMatch(/Problem[\s\S]*read-only[\s\S]*0 snapshots/);
});

test('a repository is changed to read-only in the form that has its settings', async () => {
  const page = await open('?name=nightly');
  await action(page, 'nightly', 'Change…');
  await page.getByRole('heading', { level: 1, name: 'Change nightly' }).waitFor();
  expect(await page.getByLabel('Folder', { exact: true }).inputValue()).toBe(join(folder, 'nightly'));
  await page.getByRole('checkbox', { name: 'Read-only' }).check();
  await page.getByRole('button', { name: 'Change repository' }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await done(page, 'nightly is registered; verified by 1 node');
  expect(await registered()).toMatchObject({ nightly: { settings: { readonly: 'true' } } });
  await page.goto(`${home}?name=nightly`);
  await page.getByRole('button', { name: 'Actions for nightly' }).click();
  expect(await page.getByRole('button', { name: /^Clean up…/ }).getAttribute('aria-disabled')).toBe('true');
});

test('a clean-up asks for the name, and deletes no snapshot', async () => {
  await call(server.url, 'PUT', '/_snapshot/nightly', { type: 'fs', settings: { location: join(folder, 'nightly') } });
  const page = await open('?name=nightly');
  await action(page, 'nightly', 'Clean up…');
  await page.getByRole('heading', { level: 1, name: 'Clean up nightly' }).waitFor();
  const button = page.getByRole('button', { name: 'Delete unused files' });
  await button.click();
  await page.getByText('That is not the name.').waitFor();
  await page.getByLabel('Type the name of the repository').fill('nightly');
  await expectAccessible(page);
  await button.click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await done(page, 'nightly had no file without a snapshot');
  expect(await call(server.url, 'GET', '/_snapshot/nightly/first')).toMatchObject({
    snapshots: [{ state: 'SUCCESS' }],
  });
});

test('a repository whose folder was removed is listed as a problem beside the others', async () => {
  await makeFolder('lost');
  // Otherwise the server lists what it remembers.
  const settings = { location: join(folder, 'lost'), cache_repository_data: false };
  await call(server.url, 'PUT', '/_snapshot/lost', { type: 'fs', settings });
  await call(server.url, 'PUT', '/_snapshot/lost/last?wait_for_completion=true', { indices: 'orders-1' });
  await rename(join(folder, 'lost'), join(folder, 'moved'));
  const page = await open('?name=lost');
  await expect.poll(() => card(page, 'lost').innerText(), { timeout: 30_000 }).toMatch(/Problem/);
  expect(await card(page, 'nightly').innerText()).toMatch(/1 snapshot\b/);
  await page.getByText('lost has a problem').waitFor();
  await call(server.url, 'DELETE', '/_snapshot/lost');
});

test('unregistering keeps the files, says how to undo it, and its button is not red', async () => {
  const page = await open('?name=nightly');
  await action(page, 'nightly', 'Unregister…');
  await page.getByText('this cluster can’t restore its 1 snapshot until it is registered again').waitFor();
  await expectAccessible(page);
  const before = await readdir(join(folder, 'nightly'));
  await page.getByRole('button', { name: 'Unregister repository' }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await done(page, 'nightly is unregistered. Its files are kept.');
  expect(Object.keys(await registered())).toEqual(['archive']);
  expect((await readdir(join(folder, 'nightly'))).sort()).toEqual(before.sort());
  await page.goto(`${home}?name=nightly`);
  await page.getByText('There is no repository nightly').waitFor();
});

test('a viewer sees the repositories, and why nothing can be changed', async () => {
  const page = await open('?name=archive', VIEWER);
  const verify = page.getByRole('button', { name: 'Verify now' });
  await verify.waitFor();
  expect(await verify.getAttribute('aria-disabled')).toBe('true');
  expect(await main(page)).toContain('Only an operator may verify repositories');
  await page.goto(`${home}/register`);
  await fill(page, 'mine', join(folder, 'mine'));
  await page.getByText('Only an admin may register, change and unregister repositories').waitFor();
  expect(await registerButton(page).getAttribute('aria-disabled')).toBe('true');
});

test('the keys g and r open the repositories', async () => {
  const page = await browser.open(`${dashboard.url}/one`, { headers: ADMIN });
  // A key counts once the page listens, which is a moment after its buttons work.
  await expect
    .poll(async () => {
      for (const key of ['g', 'r']) await page.keyboard.press(key);
      return page.url();
    })
    .toBe(home);
});

test('the pages of repositories are in order, dark and light, on phones and wide screens', async () => {
  await call(server.url, 'PUT', '/_snapshot/nightly', { type: 'fs', settings: { location: join(folder, 'nightly') } });
  const local = await startDashboard({ elasticsearchUrl: server.url });
  try {
    const start = `${local.url}/${local.cluster}/repositories`;
    await expectPagesInOrder([
      `${start}?name=nightly`,
      `${start}/register`,
      `${start}/change?name=nightly`,
      `${start}/review?name=nightly&action=clean-up`,
    ]);
  } finally {
    await local.stop();
  }
}, 180_000);
