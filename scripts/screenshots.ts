/**
 * `npm run pictures`: takes the README's pictures in docs/pictures from the real pages, on the sample data. Starts a
 * server and a dashboard of its own and restores through the pages. `npm run pictures -- DIRECTORY` takes every page,
 * wide and on a phone, dark and light, into another directory.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from './build.ts';
import { startDashboardProcess } from './dashboard-process.ts';
import { fillCluster } from './sample-data/fill-cluster.ts';
import { fillHistory } from './sample-data/fill-history.ts';
import { findChromium } from './servers/chromium.ts';
import { freePort } from './servers/ports.ts';
import { startServer } from './servers/start-server.ts';

process.umask(0o022); // the server's unprivileged user must be able to read what is unpacked for it

const allViews = process.argv[2] !== undefined;
const pictures = allViews ? resolve(process.argv[2]!) : fileURLToPath(new URL('../docs/pictures/', import.meta.url));
/** The pictures that the README shows. No more: they are part of every clone. */
const README_PICTURES = new Set([
  'overview-wide-dark',
  'overview-phone-dark',
  'restore-review-wide-light',
  'restore-result-wide-dark',
  'clean-up-wide-light',
  'restore-result-phone-light',
]);
const SIZES = [
  { name: 'wide', width: 1280, height: 800 },
  { name: 'phone', width: 390, height: 844 },
] as const;
const THEMES = ['dark', 'light'] as const;
/** In pixels; longer pages are cut. */
const MAX_HEIGHT = { wide: 940, phone: 1_200 };

const home = mkdtempSync(join(tmpdir(), 'restore-desk-pictures-'));
mkdirSync(pictures, { recursive: true });
const failure = await build();
if (failure) throw new Error(failure.output);
const server = await startServer({ name: 'search' });
console.log('Filling a cluster with the sample data…');
const timeline = await fillCluster({ url: server.url, backupDirectory: join(home, 'backups') });
await fillHistory({ url: server.url, cluster: 'search', dataDirectory: join(home, 'data'), timeline });
const dashboard = await startDashboardProcess({
  port: await freePort(),
  workingDirectory: home,
  logFile: join(home, 'console.log'),
  env: {
    ELASTICSEARCH_URL: server.url,
    RESTORE_DESK_CONFIG: undefined,
    RESTORE_DESK_CLUSTER: 'search',
    RESTORE_DESK_NAME: 'search-production',
    RESTORE_DESK_ENVIRONMENT: 'production',
    RESTORE_DESK_BACKUPS: join(home, 'backups'),
    RESTORE_DESK_DATA: join(home, 'data'),
  },
});
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
});
try {
  await takePictures(browser, `${dashboard.url}/search`);
} finally {
  await browser.close();
  await dashboard.kill9();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}

async function takePictures(browser: Browser, start: string): Promise<void> {
  await takeAllSizes(browser, 'overview', start, /of 8,940 documents/);
  await takeAllSizes(browser, 'indices', `${start}/indices`, /\d indices/);
  await takeAllSizes(browser, 'switch', `${start}/indices/switch?alias=government`, /Indices of government/);
  await takeAllSizes(browser, 'backups', `${start}/backups`, /last good/);
  const review = await hrefOf(browser, start, /^Restore [\d,]+ documents/);
  await takeAllSizes(browser, 'restore-review', review, /What will happen/);
  const result = await restore(browser, review);
  await takeAllSizes(browser, 'restore-result', result, /equal to the backup/);
  await takeAllSizes(browser, 'clean-up', `${start}/indices/clean-up`, /will be deleted/);
  await takeAllSizes(
    browser,
    'job',
    `${start}/jobs/${/\/restore\/(\d+)\//.exec(result)?.[1] ?? ''}`,
    /equal to the backup/,
  );
  await takeAllSizes(browser, 'jobs', `${start}/jobs`, /Restore government/);
}

async function takeAllSizes(browser: Browser, name: string, url: string, expectedText: RegExp): Promise<void> {
  for (const size of SIZES) {
    for (const theme of THEMES) {
      if (!allViews && !README_PICTURES.has(`${name}-${size.name}-${theme}`)) continue;
      const context = await browser.newContext({
        viewport: { width: size.width, height: size.height },
        colorScheme: theme,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await page.goto(url);
      await page.getByText(expectedText).filter({ visible: true }).first().waitFor({ timeout: 30_000 });
      // The polled data has arrived, the cluster's health included.
      await page
        .getByRole('region', { name: 'Cluster health' })
        .getByText('rejected writes')
        .waitFor({ timeout: 30_000 });
      await page.waitForTimeout(500);
      await takePicture(page, `${name}-${size.name}-${theme}.png`, size);
      await context.close();
    }
  }
}

async function takePicture(page: Page, file: string, { name, width }: (typeof SIZES)[number]): Promise<void> {
  const height = Math.min(MAX_HEIGHT[name], await page.evaluate(() => document.documentElement.scrollHeight));
  await page.screenshot({ path: join(pictures, file), fullPage: true, clip: { x: 0, y: 0, width, height } });
  console.log(`${file} ${String(Math.round(statSync(join(pictures, file)).size / 1024))} KB`);
}

async function hrefOf(browser: Browser, url: string, name: RegExp): Promise<string> {
  const page = await browser.newPage();
  await page.goto(url);
  const href = await page.getByRole('link', { name }).first().getAttribute('href');
  await page.close();
  return new URL(href ?? '', url).href;
}

/** Restores through the page. Resolves to the address of the result. */
async function restore(browser: Browser, url: string): Promise<string> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByRole('button', { name: /^Restore [\d,]+ documents/ }).click();
  await page.waitForURL(/\/restore\/\d+\/result$/, { timeout: 120_000 });
  const result = page.url();
  await page.close();
  return result;
}
