import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, emptyCluster, readIndex, seedIndex, sharedServer } from '../support/elasticsearch.ts';

/** An alias that lost documents after its backup, and got new ones: the new ones are brought into the restored index. */
const LIVE = 'pages-2026-11-20t02-00-07z-91c0aaaa-0000-4000-8000-000000000001';
const DOCUMENTS = 60;
const LOST = 40;
const CHANGED = '{ "title": "Changed", "views": 9007199254740993 , "price": 1.00 }';
let server: string;
let directory: string;
let dashboard: TestDashboard;
const browser = useBrowser();

const sourcesOf = async (index: string) =>
  Object.fromEntries([...(await readIndex(server, index))].map(([id, { source }]) => [id, source]));

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  const documents = Array.from({ length: DOCUMENTS }, (_, n) => ({ id: `/pages/${n}`, source: `{"n":${n}}` }));
  await seedIndex(server, LIVE, { aliases: { pages: {} }, documents });
  directory = await mkdtemp(join(tmpdir(), 'carry-forward-'));
  dashboard = await startDashboard({
    directory,
    configuration: `clusters:
  production:
    name: search-production
    url: ${server}
    backups: backups
    republish:
      - { name: Publishing API, command: "rake 'represent_downstream:published_between[{from},{to}]'" }
      - { name: Whitehall, command: "rake 'search:{alias}:published_between[{from},{to}]'" }
`,
  });
  await backUpAlias(server, dashboard.backupDirectory, 'pages');
  await bulk(LIVE, [
    ...Array.from({ length: LOST }, (_, n) => `{"delete":{"_id":"/pages/${n}"}}`),
    '{"index":{"_id":"/pages/50"}}',
    CHANGED,
    '{"index":{"_id":"/pages/51"}}',
    CHANGED,
    '{"index":{"_id":"/pages/52"}}',
    CHANGED,
    '{"index":{"_id":"/pages/new"}}',
    '{"title":"Written after the backup"}',
  ]);
}, 300_000);

afterAll(async () => {
  await dashboard?.stop();
  await emptyCluster(server);
  await rm(directory, { recursive: true, force: true });
});

async function bulk(index: string, lines: readonly string[]): Promise<void> {
  const answer = await fetch(`${server}/${index}/_bulk?refresh=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${lines.join('\n')}\n`,
  });
  expect(await answer.json()).toMatchObject({ errors: false });
}

test('incident, compare, restore, compare again after the switch, carry forward, undo: contents as expected', async () => {
  const page = await browser.open(`${dashboard.url}/production`);
  await page
    .getByRole('link', { name: /^Restore 60 documents of pages/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Compare documents' }).click();
  await page.getByText('4 live documents differ from the backup or are missing from it').waitFor({ timeout: 60_000 });
  // Between the comparison and the switch the site goes on.
  await bulk(LIVE, ['{"index":{"_id":"/pages/late"}}', '{"title":"Written after the comparison"}']);
  await page.getByRole('button', { name: /^Restore 60 documents/ }).click();
  await page.waitForURL(/\/result$/, { timeout: 120_000 });
  const result = page.url();
  const [restored] = (await aliasesOf(server))['pages']!;
  const backedUp = await sourcesOf(restored!);
  // Somebody writes to the restored index as well.
  await bulk(restored!, ['{"index":{"_id":"/pages/51"}}', '{"mine":true}']);

  const upToDate = page.getByRole('region', { name: 'Bring it up to date' });
  await upToDate
    .getByText('1 new, 3 changed, 40 deletions after the backup. In all, 5 documents in it were added')
    .waitFor();
  await upToDate.getByText('before the switch: what was written to it between is in no list').waitFor();
  await upToDate.getByText('Not known: what was written to the previous index between').waitFor();
  expect(await upToDate.getByRole('link', { name: 'Review what to carry forward' }).count()).toBe(0);
  await upToDate.getByText('Not configured: clusters.production.replay says').waitFor();
  await upToDate.getByText('None of 2 commands marked as done.').waitFor();
  await expectAccessible(page);
  await page.goto(`${dashboard.url}/production/jobs/1/carry-forward?to=${restored}&changes=added`);
  await page.getByText('The comparison is from before the switch').waitFor();
  await page.goto(result);
  await upToDate.getByRole('button', { name: 'Compare again' }).click();
  await upToDate.getByText('2 new, 3 changed, 40 deletions after the backup.').waitFor({ timeout: 60_000 });
  await upToDate.getByRole('link', { name: 'Review what to carry forward' }).click();

  await page.waitForURL(/\/carry-forward/);
  await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe('Carry changes forward');
  expect(
    await page.getByRole('checkbox').evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).checked)),
  ).toEqual([false, false, false]);
  expect(await page.getByRole('button', { name: /^Carry/ }).count()).toBe(0);
  await page.getByText('Documents: New').click();
  await page.getByText('/pages/new').waitFor();
  await page.getByLabel(/^New/).check();
  await page.getByLabel(/^Changed/).check();
  await page.getByRole('button', { name: 'Carry 4 documents forward' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Carry 4 documents forward' }).click();

  await page.waitForURL(/\/jobs\/\d+$/);
  const conflicts = page.getByRole('region', { name: '1 document not written' });
  await conflicts.getByText('/pages/51').waitFor({ timeout: 60_000 });
  await expectAccessible(page);
  expect(await sourcesOf(restored!)).toEqual({
    ...backedUp,
    '/pages/50': CHANGED,
    '/pages/51': '{"mine":true}',
    '/pages/52': CHANGED,
    '/pages/late': '{"title":"Written after the comparison"}',
    '/pages/new': '{"title":"Written after the backup"}',
  });
  const job = page.url();
  await page.goto(result);
  await upToDate.getByText('Not carried: 1 conflict.').waitFor();
  await page.goto(job);
  const download = page.waitForEvent('download');
  await conflicts.getByRole('link', { name: 'Download the list' }).click();
  expect((await download).suggestedFilename()).toMatch(/^conflicts-of-job-\d+\.ndjson$/);

  await bulk(restored!, ['{"index":{"_id":"/pages/52"}}', '{"mine":true}']);
  await page.getByRole('link', { name: 'Undo', exact: true }).click();
  await page.waitForURL(/\/undo-carry-forward$/);
  await page.getByRole('button', { name: 'Put 3 documents back' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Put 3 documents back' }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page.getByRole('region', { name: 'Documents put back' }).waitFor({ timeout: 60_000 });
  expect(await sourcesOf(restored!)).toEqual({
    ...backedUp,
    '/pages/51': '{"mine":true}',
    '/pages/52': '{"mine":true}',
  });
  await page.goto(job);
  await page.getByRole('link', { name: 'Undo the rest' }).waitFor();

  await page.goto(result);
  await upToDate.getByText('Carried forward: 2 added, 2 changed; 1 conflict not written.').waitFor();
  await upToDate.getByText('Undid job 4: 2 deleted again, 1 put back; 1 conflict not written.').waitFor();
  await expectAccessible(page);
}, 300_000);

test('a publisher’s command is marked as done, the incident is closed, and the summary and the overview say by whom', async () => {
  const page = await browser.open(`${dashboard.url}/production`);
  await page.getByText('pages is restored; its incident is open').waitFor();
  await page.getByRole('link', { name: 'Close the incident' }).click();
  await page.waitForURL(/\/result#incident$/);
  const result = page.url();
  await page.getByRole('link', { name: 'Let the publishers send again' }).click();
  await page.waitForURL(/\/publishers$/);
  const command = page.getByRole('region', { name: 'Command for Whitehall' });
  const second = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
  expect(await command.innerText()).toMatch(
    new RegExp(String.raw`^rake 'search:pages:published_between\[${second},${second}\]'$`),
  );
  await page.getByRole('button', { name: 'Mark as done: Whitehall' }).click();
  await page.getByText('Done: marked by local').waitFor();
  await expectAccessible(page);

  await page.goto(result);
  await page.getByText('1 of 2 commands marked as done.').waitFor();
  await page.getByLabel('What remains unknown, in one sentence').fill('Nobody knows who wrote /pages/52.');
  await page.getByRole('button', { name: 'Close the incident' }).click();
  await page.getByRole('heading', { name: 'The incident is closed' }).waitFor();
  await expectAccessible(page);
  const summary = page.getByRole('group', { name: 'Summary for the incident channel' });
  await summary.getByText(/Whitehall, .* marked as done by local at/).waitFor();
  expect(await summary.innerText()).toMatch(
    /Publishing API: not marked as done\.\nNot known, .* not sent again by the publishers.*\.\nIncident closed by local at .*“Nobody knows who wrote \/pages\/52\.”/,
  );
  await page.goto(`${dashboard.url}/production`);
  await page.getByText('The incident of pages is closed').waitFor();
  await page.getByText('What remains unknown: “Nobody knows who wrote /pages/52.”').waitFor();
  await page.goto(result);
  await page.getByRole('button', { name: 'Reopen the incident' }).click();
  await page.getByRole('heading', { name: 'Close the incident' }).waitFor();
}, 60_000);
