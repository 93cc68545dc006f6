import { readFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, sharedServer } from '../support/elasticsearch.ts';
import { createZip } from '../support/zip-of.ts';

const GEM = readFileSync('tests/fixtures/government.zip');
const DATED = 'government/government-2018-01-08t03-00-00z.zip';

let dashboard: TestDashboard;
const browser = useBrowser();

beforeAll(async () => {
  const server = await sharedServer();
  await emptyCluster(server);
  dashboard = await startDashboard({ elasticsearchUrl: server });
});
afterAll(() => dashboard?.stop());

const deflated = (name: string, bytes: Buffer) => ({
  name,
  content: '',
  raw: deflateRawSync(bytes),
  declaredSize: bytes.length,
  crc: crc32(bytes),
});

test('a zipped directory is uploaded from the empty list: what is imported is listed and can be restored, the rest is named', async () => {
  const page = await browser.open(`${dashboard.url}/${dashboard.cluster}/backups`);
  await page.getByRole('link', { name: 'Import backups' }).click();
  await page.getByRole('heading', { level: 1, name: 'Import backups' }).waitFor();
  await page.getByText('Largest upload').waitFor();
  await expectAccessible(page);

  const zip = createZip([
    deflated(`var/es_dump/${DATED}`, GEM),
    deflated('var/es_dump/../../../evil.zip', GEM),
    deflated('var/es_dump/notes.txt', Buffer.from('notes')),
  ]);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose files' }).click(),
  ]);
  await chooser.setFiles([{ name: 'es_dump.zip', mimeType: 'application/zip', buffer: zip }]);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Upload 1 file' }).click();

  await page.waitForURL(/\/jobs\/\d+$/, { timeout: 60_000 });
  const main = page.getByRole('main');
  await expect.poll(() => main.innerText(), { timeout: 60_000 }).toContain('1 backup imported, 1 refused');
  expect(await main.innerText()).toContain('Refused: Its name leaves the folder.');
  expect(await main.innerText()).toContain('1 other file left out');
  await expectAccessible(page);

  await page.getByRole('link', { name: DATED }).click();
  await main
    .getByRole('link', { name: /^Restore/ })
    .first()
    .click();
  await page.waitForURL(/\/restore/);
  await page.goto(`${dashboard.url}/${dashboard.cluster}/backups`);
  await page.getByText('400').first().waitFor();
});
