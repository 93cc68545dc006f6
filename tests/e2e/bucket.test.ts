import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { testStore, whyNoObjectStore, type TestStore } from '../support/object-store.ts';

const store: TestStore | null = await testStore({ versioning: true });
const INDEX = 'government-2018-01-08t03-00-00z-aaaa';
const SECRET = store?.secretAccessKey ?? '';

describe.skipIf(store === null)(`backups in a bucket (${store === null ? whyNoObjectStore() : 'VersityGW'})`, () => {
  const browser = useBrowser();
  let dashboard: TestDashboard;
  let proxy: FaultyProxy;
  let bucket: string;
  let home: string;

  beforeAll(async () => {
    const server = await sharedServer();
    await emptyCluster(server);
    await seedIndex(server, INDEX, {
      aliases: { government: {} },
      documents: Array.from({ length: 40 }, (_, n) => ({ id: String(n), source: `{"n":${n}}` })),
    });
    bucket = await store!.makeBucket();
    await store!.client.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    proxy = await startFaultyProxy(store!.url);
    dashboard = await startDashboard({
      configuration: stringify({
        clusters: {
          test: {
            url: server,
            name: 'Test search',
            environment: 'test',
            backups: {
              url: `s3://${bucket}/search`,
              endpoint: proxy.url,
              accessKeyId: store!.accessKeyId,
              secretAccessKey: { env: 'BACKUPS_SECRET' },
            },
          },
        },
      }),
      env: {
        BACKUPS_SECRET: SECRET,
        ELASTICSEARCH_URL: undefined,
        RESTORE_DESK_BACKUPS: undefined,
        RESTORE_DESK_DATA: undefined,
      },
    });
    home = `${dashboard.url}/test`;
  });
  afterAll(async () => {
    await dashboard?.stop();
    await proxy?.close();
    await store!.stop();
  });

  const zips = (): string[] =>
    readdirSync(join(store!.directory, bucket), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.zip'),
    );

  test('a backup is made, listed, restored and deleted as in a directory, and pages say that it is a bucket', async () => {
    const page = await browser.open(`${home}/backups`);
    const main = page.getByRole('main');
    await expect.poll(() => main.innerText()).toMatch(/No backups yet[\s\S]*search is readable and empty/);
    await page.goto(`${home}/backups/new?aliases=government`);
    await page.getByRole('button', { name: 'Back up 1 index', exact: true }).click();
    await page.waitForURL(/\/jobs\/\d+$/, { timeout: 60_000 });
    await expect.poll(() => main.innerText(), { timeout: 60_000 }).toMatch(/Done[\s\S]*1 backup[\s\S]*40/);
    expect(zips()).toHaveLength(1);

    await page.goto(`${home}/backups`);
    await expect.poll(() => main.innerText()).toMatch(new RegExp(`1 zip file, [\\s\\S]*in s3://${bucket}/search`));
    await expect.poll(() => main.innerText()).toContain('zip file, bucket');
    await expectAccessible(page);
    await page.goto(`${home}/repositories`);
    await expect.poll(() => main.innerText()).toMatch(/Bucket of backups\s+Zip files/);

    const id = zips()[0]!.replace(/^search\//, '');
    await page.goto(`${home}/backups/${id}/restore`);
    await expect.poll(() => main.innerText(), { timeout: 30_000 }).toMatch(/Ready/);
    await page.goto(`${home}/backups/delete?${new URLSearchParams({ backup: id }).toString()}`);
    await expect.poll(() => main.innerText()).toContain('The bucket keeps versions');
    expect(await main.innerText()).not.toContain('can’t be undone');
    await expectAccessible(page);
    await page.getByRole('textbox').first().fill(id.split('/')[1]!);
    await page.getByRole('button', { name: /^Delete 1 backup/ }).click();
    await page.waitForURL(/\/jobs\/\d+$/, { timeout: 60_000 });
    await expect.poll(() => main.innerText(), { timeout: 30_000 }).toMatch(/deleted[\s\S]*The bucket keeps versions/);
    await page.goto(`${home}/backups`);
    await expect.poll(() => main.innerText(), { timeout: 30_000 }).toContain('No backups yet');
  }, 180_000);

  test('a store that does not answer holds up no other page, says what is wrong, and is used again when it answers', async () => {
    const hanging = proxy.inject({ fault: { kind: 'hang', afterBytes: 0 } });
    const began = performance.now();
    const page = await browser.open(home);
    const main = page.getByRole('main');
    await expect.poll(() => main.innerText(), { timeout: 20_000 }).toContain('government');
    expect(performance.now() - began).toBeLessThan(15_000);
    hanging.remove();
    await proxy.refuse();
    await page.goto(`${home}/backups`);
    await expect
      .poll(() => main.innerText(), { timeout: 60_000 })
      .toMatch(/The bucket can’t be read[\s\S]*nothing listens at this address/);
    await expectAccessible(page);
    expect(await page.content()).not.toContain(SECRET);
    await proxy.accept();
    await expect.poll(() => main.innerText(), { timeout: 60_000 }).toContain('No backups yet');
  }, 180_000);
});
