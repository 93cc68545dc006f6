import { rename, rm, symlink, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { call, emptyCluster, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { generationName, fillSampleCluster } from '../support/sample-cluster.ts';

/**
 * The dashboard with a cluster that is empty, red, forbidden or slow: every page says something true, and what to do.
 */

const browser = useBrowser();
let url: string;
let proxy: FaultyProxy;
let dashboard: TestDashboard;
let home: string;
/** The backup of `government`, made by the test of the red cluster. */
let backup: string;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  proxy = await startFaultyProxy(url);
  dashboard = await startDashboard({ elasticsearchUrl: proxy.url });
  home = `${dashboard.url}/${dashboard.cluster}`;
});
afterEach(() => proxy.clear());
afterAll(async () => {
  await dashboard.stop();
  await proxy.close();
  await emptyCluster(url);
});

/** More would wait for each other longer than a test waits. */
const PAGES_AT_A_TIME = 3;

/** Each page by its path, with the text that it must show, accessibly and on a phone. Returns the first; the others are closed. */
async function eachPage(
  pages: Record<string, RegExp>,
  { width, theme }: { width: number; theme: 'dark' | 'light' },
): Promise<Page> {
  const look = async ([path, words]: [string, RegExp]) => {
    const page = await browser.open(`${home}${path}`, { width, theme });
    await expect.poll(() => page.getByRole('main').innerText(), { timeout: 20_000, message: path }).toMatch(words);
    await expectAccessible(page);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth),
      `${path} scrolls sideways`,
    ).toBeLessThanOrEqual(width);
    return page;
  };
  const [first, ...others] = Object.entries(pages);
  const page = await look(first!);
  for (let at = 0; at < others.length; at += PAGES_AT_A_TIME)
    await Promise.all(
      others.slice(at, at + PAGES_AT_A_TIME).map(async (other) => {
        await (await look(other)).close();
      }),
    );
  return page;
}

const strip = (page: Page) => page.getByRole('region', { name: 'Cluster health' });

test('an empty cluster without backups: each page says that it is empty, and what would fill it', async () => {
  const page = await eachPage(
    {
      '': /No alias yet[\s\S]*The cluster is empty: no index, no alias/,
      '/indices': /The cluster is empty[\s\S]*Restoring a backup creates an index/,
      '/indices/switch?alias=government': /There is no alias government[\s\S]*Restore a backup of it/,
      '/indices/clean-up': /No index belongs to an alias/,
      '/backups': /No backups yet[\s\S]*readable and empty/,
      '/backups/new': /The cluster has no indices[\s\S]*There is nothing to back up/,
      '/backups/choose?alias=government': /There is no backup of government/,
      '/jobs': /No jobs yet[\s\S]*Start with a backup/,
      '/audit-log': /Nothing has been changed yet/,
    },
    { width: 390, theme: 'dark' },
  );
  await page.getByRole('button', { name: 'Cluster health: Green' }).click();
  await expect.poll(() => strip(page).innerText()).toMatch(/Green[\s\S]*1 node/);
});

test('backups that can’t be read are unknown, not none: a file instead of the directory, a broken link, a link to itself', async () => {
  const aside = `${dashboard.backupDirectory}-aside`;
  const page = await browser.open('about:blank');
  const says = async (path: string, words: RegExp) => {
    await page.goto(`${home}${path}`);
    await expect.poll(() => page.getByRole('main').innerText(), { timeout: 20_000 }).toMatch(words);
  };
  await rename(dashboard.backupDirectory, aside);
  try {
    await says('/backups', /The backup directory does not exist[\s\S]*The first backup creates it/);
    await says('/backups/choose?alias=government', /The backup directory does not exist/);
    await writeFile(dashboard.backupDirectory, 'in its place');
    await says(
      '/backups',
      /The backup directory can’t be read[\s\S]*is a file, not a backup directory[\s\S]*Which backups exist is unknown/,
    );
    await expectAccessible(page);
    await says('', /The backups can’t be read[\s\S]*is a file, not a backup directory/);
    for (const [target, words] of [
      ['nowhere', /a link to something that does not exist/],
      ['backups', /leads back to itself/],
    ] as const) {
      await rm(dashboard.backupDirectory);
      await symlink(target, dashboard.backupDirectory);
      await says('/backups', words);
    }
  } finally {
    await rm(dashboard.backupDirectory, { force: true });
    await rename(aside, dashboard.backupDirectory);
  }
});

test('a red cluster: every page names the cause, and no operation uses the missing shards', async () => {
  backup = (await fillSampleCluster(url, dashboard.backupDirectory)).backup;
  const red = generationName('metasearch', 0);
  // No node has this name: the shard can't be allocated, as after the loss of its only node.
  await call(url, 'PUT', `/${red}?wait_for_active_shards=0`, {
    settings: {
      number_of_shards: 1,
      number_of_replicas: 0,
      'index.routing.allocation.require._name': 'a-node-that-left',
    },
    aliases: { metasearch: {} },
  });
  const restore = `/backups/${backup}/restore`;
  const page = await eachPage(
    {
      '': /metasearch\s+index is red[\s\S]*unknown[\s\S]*Red\s[\s\S]*metasearch\s*·/i,
      '/indices?filter=metasearch': /metasearch\s+Index is red[\s\S]*unknown[\s\S]*Red/,
      [`/indices/switch?alias=government&index=${red}`]: /is red/,
      '/indices/clean-up?aliases=metasearch': /metasearch[\s\S]*Keep/,
      '/backups/new?aliases=metasearch': /is left out[\s\S]*is red: part of its documents can’t be read/,
      [restore]: /Ready with[\s\S]*Health is red/,
    },
    { width: 1440, theme: 'light' },
  );
  await expect.poll(() => strip(page).innerText()).toMatch(/Red/);
  await expect.poll(() => page.getByRole('region', { name: 'Health problem' }).innerText()).toMatch(/metasearch\s*·/);
  await page.goto(home);
  const word = page.getByRole('listitem').filter({ hasText: 'unassigned' }).getByText('Red', { exact: true }).first();
  await word.waitFor();
  expect((await word.boundingBox())!.height, 'the word stands on one line').toBeLessThan(30);
  await page.goto(`${home}/indices/switch?alias=government&index=${red}`);
  const button = page.getByRole('button', { name: 'Switch government', exact: true });
  await button.waitFor();
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  await call(url, 'DELETE', `/${red}`);
});

test('while the backups can’t be read, no alias is called overdue or never backed up', async () => {
  const aside = `${dashboard.backupDirectory}-aside`;
  await rename(dashboard.backupDirectory, aside);
  try {
    await writeFile(dashboard.backupDirectory, 'in its place');
    const page = await browser.open(home);
    const detailed = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'detailed', exact: true }) });
    await expect.poll(() => detailed.innerText(), { timeout: 20_000 }).toMatch(/backups unknown/i);
    expect(await page.getByRole('main').innerText()).not.toMatch(/overdue/);
  } finally {
    await rm(dashboard.backupDirectory, { force: true });
    await rename(aside, dashboard.backupDirectory);
  }
});

/** A response to every request like that of a cluster with security. */
const refuseUs = (status: number, reason: string) =>
  proxy.inject({
    fault: { kind: 'answer', status, body: JSON.stringify({ error: { type: 'security_exception', reason }, status }) },
  });

test('a cluster that refuses the credentials (401): each page says so and what to do, and backups are listed', async () => {
  browser.allowProblem(/Failed to load resource/);
  refuseUs(401, 'missing authentication credentials');
  await dashboard.restart();
  const hint = /user name and password, or the API key/;
  const page = await eachPage(
    {
      '': hint,
      '/indices': hint,
      '/indices/switch?alias=government': hint,
      '/indices/clean-up': hint,
      '/backups': /government[\s\S]*last good/,
      '/backups/new': hint,
      [`/backups/${backup}/restore`]: hint,
    },
    { width: 390, theme: 'light' },
  );
  await page.getByRole('button', { name: 'Cluster health: Health unknown' }).waitFor();
});

test('a missing privilege on a cluster (403) is named', async () => {
  browser.allowProblem(/Failed to load resource/);
  refuseUs(
    403,
    'action [cluster:monitor/main] is unauthorized for user [desk], this action is granted by the cluster privileges [monitor,manage,all]',
  );
  await dashboard.restart();
  const hint = /Give this user the privilege it lacks \(monitor,manage,all\)/;
  await eachPage({ '': hint, '/indices/clean-up': hint }, { width: 1440, theme: 'light' });
});

test('a cluster that takes 30 s for every response: each page opens at once, and says that it waits', async () => {
  browser.allowProblem(/Failed to load resource/);
  proxy.inject({ fault: { kind: 'delay', ms: 30_000 } });
  await dashboard.restart();
  const began = Date.now();
  const pages = [
    '',
    '/indices',
    '/indices/switch?alias=government',
    '/indices/clean-up',
    '/backups',
    '/backups/new',
    '/jobs',
  ];
  await Promise.all(pages.map((path) => fetch(`${home}${path}`).then((answer) => answer.text())));
  expect(Date.now() - began).toBeLessThan(5_000);
  const waits = /has not answered for \d+ s/;
  const page = await eachPage(
    {
      '': waits,
      '/indices': waits,
      '/indices/clean-up': waits,
      '/backups': /government[\s\S]*last good/,
      [`/backups/${backup}/restore`]: /Reading the backup to its end/,
    },
    { width: 1440, theme: 'dark' },
  );
  await expect.poll(() => strip(page).innerText(), { timeout: 20_000 }).toMatch(/Health unknown/);
  await expect
    .poll(() => page.getByRole('region', { name: 'Health problem' }).innerText())
    .toMatch(/has not answered for \d+ s/);
});

test('a cluster that takes six seconds to respond: indices, aliases and health are shown after that, with their age', async () => {
  browser.allowProblem(/Failed to load resource/);
  proxy.inject({ fault: { kind: 'delay', ms: 1_900 } });
  await dashboard.restart();
  const page = await eachPage(
    {
      '': /government lost 85 % of its documents[\s\S]*as expected/i,
      '/indices': /Checked (now|\d+ s ago)[\s\S]*government/,
      '/indices/switch?alias=government': /Checked (now|\d+ s ago)[\s\S]*Indices of government/,
      '/backups/new': /checked (now|\d+ s ago)[\s\S]*Every alias/,
    },
    { width: 390, theme: 'light' },
  );
  await page.getByRole('button', { name: /^Cluster health: (Green|Yellow)$/ }).click();
  await expect.poll(() => strip(page).innerText(), { timeout: 10_000 }).toMatch(/node[\s\S]*checked at/);

  // Without the cluster, an incident remains in its place, grey and with its age, and is not announced again.
  const incident = await page.getByRole('alert').filter({ hasText: 'government lost 85 %' }).elementHandle();
  await proxy.refuse();
  await expect
    .poll(() => page.locator('section[data-stale]').filter({ hasText: 'government lost 85 %' }).innerText(), {
      timeout: 20_000,
    })
    .toMatch(/Old data: checked \d+ s ago/);
  expect(await incident!.isVisible()).toBe(true);
  await proxy.accept();
});
