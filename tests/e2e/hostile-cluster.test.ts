import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { aRun } from '../support/a-run.ts';
import { useBrowser, type Page } from '../support/browser.ts';
import { builtRoutes } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { placeOf } from '../support/test-place.ts';
import { folderSource } from '../../lib/contract/backup-ref.ts';

/** Texts that no cluster returns but an attacker's server may: in names, versions, documents and reasons. */
const MARKUP = `<img src=x onerror=globalThis.attacked=1><script>globalThis.attacked=1</script>`;
const INDEX = 'zz-hostile-2018-01-08t03-00-00z-aaaa';
const ALIAS = 'zz-hostile';

const browser = useBrowser();
let server: string;
let proxy: FaultyProxy;
let dashboard: TestDashboard;
let backup: string;

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  await seedIndex(server, INDEX, {
    aliases: { [ALIAS]: {} },
    mappings: { properties: { 'zz-field': { type: 'keyword' } } },
    documents: [{ id: MARKUP, source: { title: MARKUP, orders: '\u001b[31m\u202egnp.exe' } }],
  });
  proxy = await startFaultyProxy(server);
  dashboard = await startDashboard({ elasticsearchUrl: proxy.url });
  const cluster = connect({ url: server });
  backup = (
    await runBackup(
      placeOf(cluster),
      {
        kind: 'backup',
        plan: await planBackup(
          placeOf(cluster),
          { aliases: [ALIAS], source: folderSource(dashboard.backupDirectory) },
          aRun(),
        ),
      },
      aRun(),
    )
  ).backups[0]!.backup.id;
  await cluster.close();
  // From here on every response has markup in the names.
  proxy.inject({
    fault: {
      kind: 'rewrite',
      body: (body) =>
        body
          .toString('utf8')
          .replaceAll('zz-hostile', `${MARKUP}\\u001b[2J`)
          .replaceAll('node-1', MARKUP)
          .replaceAll('restore-desk-shared', MARKUP),
    },
  });
});
afterAll(async () => {
  await dashboard?.stop();
  await proxy?.close();
  await emptyCluster(server);
});

async function expectOnlyText(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => ({
    attacked: 'attacked' in globalThis,
    images: document.querySelectorAll('img[src="x"]').length,
    inline: [...document.querySelectorAll('[onerror],[onclick]')].length,
  }));
  expect({ where, ...found }).toEqual({ where, attacked: false, images: 0, inline: 0 });
}

test('no page treats a name, a document or a reason of a hostile cluster as markup, and none violates its policy', async () => {
  browser.allowProblem(/Failed to load resource/);
  const page = await browser.open(`${dashboard.url}/${dashboard.cluster}`);
  await expect.poll(() => page.getByRole('main').innerText(), { timeout: 20_000 }).toContain('<img src=x');
  await expectOnlyText(page, 'overview');
  const group = backup.split('/')[0]!;
  const pages = builtRoutes().filter(({ kind, route }) => kind === 'page' && route.includes('[cluster]'));
  for (const { route } of pages) {
    const path = route
      .replace('[cluster]', dashboard.cluster)
      .replace('[group]', group)
      .replace('[name]', backup.split('/')[1]!)
      .replaceAll(/\[(?:id|job)\]/g, '1');
    await page.goto(`${dashboard.url}${path}`);
    await page.getByRole('heading').first().waitFor();
    // The first polls are answered quickly.
    await page.waitForTimeout(400);
    await expectOnlyText(page, path);
  }
  await page.goto(`${dashboard.url}/${dashboard.cluster}/backups/${backup}`);
  await page.getByRole('region', { name: 'Documents' }).locator('summary').first().click();
  await page.getByRole('region', { name: 'Document 1', exact: true }).waitFor();
  await expectOnlyText(page, 'documents');
}, 180_000);

test('a page that throws shows an error in its frame, under the same policy', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'broken-page-'));
  const users = join(directory, 'data/users.json');
  await addLocalUser(users, 'ann', 'a password for a page', { role: 'admin' });
  const broken = await startDashboard({
    directory,
    configuration: `signIn: { kind: local }\nclusters:\n  one: { url: "${server}", backups: backups }\n`,
  });
  try {
    browser.allowProblem(/Failed to load resource|React error #441/);
    const page = await browser.open(`${broken.url}/one`);
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password').fill('a password for a page');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${broken.url}/one`);
    writeFileSync(users, 'this is no list of users');
    await page.goto(`${broken.url}/one/indices`);
    await page.getByRole('heading', { name: 'This page could not be shown' }).waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain(users);
  } finally {
    await broken.stop();
    await rm(directory, { recursive: true, force: true });
  }
});
