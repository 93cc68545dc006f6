import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fillCluster } from '../../scripts/sample-data/fill-cluster.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, emptyCluster, readIndex, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { tabAndPress, tabTo } from '../support/keyboard.ts';

/** The incident of the sample data, from the first page to the end of the clean-up. */
let server: string;
let dashboard: TestDashboard;
let damaged: string;
let initialIndices: string[];
const browser = useBrowser();

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  dashboard = await startDashboard({ elasticsearchUrl: server });
  await fillCluster({ url: server, backupDirectory: dashboard.backupDirectory });
  damaged = (await aliasesOf(server)).government![0]!;
  initialIndices = await indexNames();
}, 600_000);

afterAll(async () => {
  await dashboard.stop();
  await emptyCluster(server);
});

const LEFT_OVER = 'government-2026-01-05t10-00-00z-00000000-0000-4000-8000-000000000001';

/**
 * Resets the incident: the alias is on the index that lost documents, earlier results are deleted, and there is
 * something to clean up.
 */
beforeEach(async () => {
  const now = (await aliasesOf(server)).government!;
  if (now[0] !== damaged)
    await call(server, 'POST', '/_aliases', {
      actions: [
        ...now.map((index) => ({ remove: { index, alias: 'government' } })),
        { add: { index: damaged, alias: 'government' } },
      ],
    });
  for (const index of await indexNames())
    if (index.startsWith('government-') && !initialIndices.includes(index))
      await call(server, 'DELETE', `/${encodeURIComponent(index)}`);
  await seedIndex(server, LEFT_OVER, { documents: [{ id: '/old', source: { title: 'Old' } }] });
});

const documentsIn = async (index: string) => (await readIndex(server, index)).size;
const indexNames = async () =>
  (await call<{ index: string }[]>(server, 'GET', '/_cat/indices?format=json&expand_wildcards=all')).map(
    ({ index }) => index,
  );
const nameToType = async (page: Page) =>
  page.locator('form').filter({ hasText: 'The name:' }).locator('code').first().innerText();

/** Indices were deleted, the page names all of them, and the live and the damaged index still exist. */
async function expectDeleted(page: Page, before: readonly string[], live: string): Promise<void> {
  const after = await indexNames();
  const deleted = before.filter((name) => !after.includes(name));
  expect(deleted).toContain(LEFT_OVER);
  // Each is named by alias, date and four characters, which open the full name.
  for (const name of deleted) await page.getByRole('main').locator(`button[title="${name}"]`).first().waitFor();
  expect(after).toContain(live);
  expect(after).toContain(damaged);
  expect((await aliasesOf(server)).government).toEqual([live]);
}

const restoreButton = (page: Page) => page.getByRole('button', { name: /^Restore 8,\d{3} documents$/ });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo: switch back' });
const forward = (page: Page) => page.getByRole('button', { name: 'Switch to the newer index again' });

describe.each(['dark', 'light'] as const)('in %s', (theme) => {
  test('an engineer with a mouse finds the loss, restores in at most ten clicks, switches back and forward, and cleans up', async () => {
    const page = await browser.open(`${dashboard.url}/`, { theme });
    let clicks = 0;
    const click = async (target: ReturnType<Page['getByRole']>) => {
      await target.first().click();
      clicks += 1;
    };

    await page
      .getByText(/government/)
      .first()
      .waitFor();
    const restore = page.getByRole('link', { name: 'Restore 8,940 documents of government' });
    await restore.waitFor();
    await expectAccessible(page);
    await click(restore);

    await restoreButton(page).waitFor();
    await expect.poll(() => page.getByRole('group', { name: 'Now', exact: true }).innerText()).toContain('1,118');
    expect(await page.getByRole('group', { name: 'After', exact: true }).innerText()).toMatch(/8,940\s*\+7,822/);
    await expectAccessible(page);
    await click(restoreButton(page));

    await page.waitForURL(/\/restore\/\d+\/result$/, { timeout: 60_000 });
    expect(clicks).toBeLessThanOrEqual(10);
    await page.getByRole('heading', { level: 1, name: 'government is restored' }).waitFor();
    expect(await page.getByRole('region', { name: 'Proof' }).innerText()).toMatch(
      /Equal to the backup\s+8,940\s+of 8,940 documents have the same id and content[\s\S]*Missing\s+0\s+Different\s+0/,
    );
    await expectAccessible(page);
    const [restored] = (await aliasesOf(server)).government!;
    expect(restored).not.toBe(damaged);
    expect(await documentsIn(restored!)).toBe(8940);
    expect(await documentsIn(damaged)).toBe(1118);

    await undo(page).click();
    await forward(page).waitFor();
    expect((await aliasesOf(server)).government).toEqual([damaged]);
    await expect
      .poll(() => page.getByRole('region', { name: 'For the incident channel', exact: true }).textContent())
      .toContain(`UTC: government points to ${damaged}. ${restored} still exists.`);
    expect(await page.getByRole('region', { name: 'Next' }).innerText()).toContain(
      'Searches use the previous index again',
    );
    await expectAccessible(page);
    await forward(page).click();
    await undo(page).waitFor();
    expect((await aliasesOf(server)).government).toEqual([restored]);

    await page.getByRole('link', { name: 'Review: Clean up indices without an alias' }).click();
    await page.getByRole('heading', { level: 1, name: /clean up/i }).waitFor();
    const plan = page.getByRole('table', { name: 'Indices by alias, and the plan for each' });
    for (const word of ['Keep', 'Delete']) await plan.getByText(word, { exact: true }).first().waitFor();
    await expectAccessible(page);
    const before = await indexNames();
    await page.getByRole('textbox', { name: /type the (index’s )?name/i }).fill(await nameToType(page));
    await page.getByRole('button', { name: /^Delete \d+ ind/ }).click();
    await page.getByRole('heading', { name: /(index|indices) deleted/ }).waitFor();
    await expectDeleted(page, before, restored!);
    await expectAccessible(page);
  });
});

test('an engineer with a keyboard does the same', async () => {
  const page = await browser.open(`${dashboard.url}/`, { theme: 'dark' });
  await tabAndPress(page, page.getByRole('link', { name: 'Restore 8,940 documents of government' }));

  await restoreButton(page).waitFor();
  await tabAndPress(page, restoreButton(page));
  await page.waitForURL(/\/restore\/\d+\/result$/, { timeout: 60_000 });
  await page.getByRole('heading', { level: 1, name: 'government is restored' }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  const [restored] = (await aliasesOf(server)).government!;
  expect(restored).not.toBe(damaged);

  await tabAndPress(page, undo(page), 'Space');
  await forward(page).waitFor();
  expect((await aliasesOf(server)).government).toEqual([damaged]);
  await tabAndPress(page, forward(page));
  await undo(page).waitFor();
  expect((await aliasesOf(server)).government).toEqual([restored]);
  await tabAndPress(page, page.getByRole('link', { name: 'Review: Clean up indices without an alias' }));
  await page.getByRole('heading', { level: 1, name: /clean up/i }).waitFor();
  const before = await indexNames();
  await tabTo(page, page.getByRole('textbox', { name: /type the (index’s )?name/i }));
  await page.keyboard.type(await nameToType(page));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /(index|indices) deleted/ }).waitFor();
  await expectDeleted(page, before, restored!);
});

test('an engineer with a phone does the same, and no page scrolls sideways', async () => {
  const page = await browser.open(`${dashboard.url}/${dashboard.cluster}/backups/choose?alias=government`, {
    width: 390,
    height: 844,
    theme: 'dark',
  });
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  await page.getByRole('heading', { level: 1, name: /from which backup/ }).waitFor();
  expect(await fits()).toBe(true);
  await page
    .getByRole('button', { name: 'Review the restore' })
    .tap()
    .catch(() => page.getByRole('button', { name: 'Review the restore' }).click());
  await restoreButton(page).waitFor();
  expect(await fits()).toBe(true);
  await expectAccessible(page);
  await restoreButton(page).click();
  await page.waitForURL(/\/result$/, { timeout: 60_000 });
  await page.getByRole('heading', { level: 1, name: /is restored/ }).waitFor();
  expect(await fits()).toBe(true);
  await expectAccessible(page);
});
