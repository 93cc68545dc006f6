/**
 * `npm run pictures`: takes the README's pictures in docs/pictures from the real pages, on the sample data. Starts two
 * servers and a dashboard of its own and restores through the pages. `npm run pictures -- DIRECTORY` takes every page at
 * four widths, dark and light, into another directory.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { stringify } from 'yaml';
import { programFolder } from '../lib/places.mjs';
import { build } from './build.ts';
import { startDashboardProcess } from './dashboard-process.ts';
import { applyEvents, fillCluster } from './sample-data/fill-cluster.ts';
import { fillHistory } from './sample-data/fill-history.ts';
import { stagingEvents } from './sample-data/staging-events.ts';
import { findChromium } from './servers/chromium.ts';
import { freePort } from './servers/ports.ts';
import { startServer } from './servers/start-server.ts';

process.umask(0o022); // the server's unprivileged user must be able to read what is unpacked for it

const allViews = process.argv[2] !== undefined;
const pictures = allViews ? resolve(process.argv[2]!) : join(programFolder(), 'docs/pictures');
/** The pictures that the README shows. No more: they are part of every clone. */
const README_PICTURES = new Set([
  'clusters-1440-dark',
  'clusters-390-light',
  'overview-1440-dark',
  'overview-390-dark',
  'restore-review-1440-light',
  'restore-result-1440-dark',
  'clean-up-1440-light',
]);
/** In pixels; longer pages are cut. */
const SIZES = [
  { width: 1440, height: 900, maxHeight: 1_060 },
  { width: 1024, height: 800, maxHeight: 1_060 },
  { width: 768, height: 900, maxHeight: 1_200 },
  { width: 390, height: 844, maxHeight: 1_200 },
] as const;
const THEMES = ['dark', 'light'] as const;
/** Of WebP: text remains sharp, in a third of a PNG's bytes. */
const QUALITY = 82;

const home = mkdtempSync(join(tmpdir(), 'restore-desk-pictures-'));
mkdirSync(pictures, { recursive: true });
const failure = await build();
if (failure) throw new Error(failure.output);
const [server, staging] = await Promise.all([startServer({ name: 'search' }), startServer({ name: 'staging' })]);
console.log('Filling a cluster with the sample data…');
const timeline = await fillCluster({ url: server.url, backupDirectory: join(home, 'backups') });
await fillHistory({ url: server.url, cluster: 'search', dataDirectory: join(home, 'data'), timeline });
const stagingBackups = join(home, 'staging-backups');
await applyEvents(stagingEvents(new Date()), { url: staging.url, backupDirectory: stagingBackups });
const port = await freePort();
const configuration = join(home, 'clusters.yaml');
writeFileSync(
  configuration,
  stringify({
    listen: { port },
    data: join(home, 'data'),
    clusters: {
      staging: { name: 'search-staging', environment: 'staging', url: staging.url, backups: stagingBackups },
      search: {
        name: 'search-production',
        environment: 'production',
        url: server.url,
        backups: join(home, 'backups'),
      },
    },
  }),
);
const dashboard = await startDashboardProcess({
  port,
  workingDirectory: home,
  logFile: join(home, 'console.log'),
  env: {
    ELASTICSEARCH_URL: undefined,
    RESTORE_DESK_CONFIG: configuration,
    RESTORE_DESK_DATA: undefined,
  },
});
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
});
try {
  await takeAllSizes(browser, 'clusters', dashboard.url, /search-production/);
  await takePictures(browser, `${dashboard.url}/search`);
} finally {
  await browser.close();
  await dashboard.kill9();
  await Promise.all([server.stop(), staging.stop()]);
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
  await takeAllSizes(browser, 'restore-result', result, /is restored/);
  await takeAllSizes(browser, 'clean-up', `${start}/indices/clean-up`, /will be deleted/);
  await takeAllSizes(
    browser,
    'job',
    `${start}/jobs/${/\/restore\/(\d+)\//.exec(result)?.[1] ?? ''}`,
    /Restore government/,
  );
  await takeAllSizes(browser, 'jobs', `${start}/jobs`, /Restore government/);
  const backup = await hrefOf(browser, `${start}/backups?alias=government`, /government/);
  await takeAllSizes(browser, 'backup', backup.replace(/\/restore$/, ''), /compared with|Difference|live index/);
  await takeAllSizes(browser, 'new-backup', `${start}/backups/new`, /Back up/);
  await takeAllSizes(browser, 'choose-backup', `${start}/backups/choose?alias=government`, /government/);
  await takeAllSizes(browser, 'delete-backup', deletionOf(backup), /Delete/);
  await takeAllSizes(browser, 'audit-log', `${start}/audit-log`, /Restore government/);
  await takeAllSizes(browser, 'help', `${start}/help`, /shortcuts/i);
}

/** `…/backups/<group>/<name>` → the page that deletes it. */
function deletionOf(backup: string): string {
  const id = /\/backups\/(.*\.zip)/.exec(backup)?.[1] ?? '';
  return `${backup.slice(0, backup.indexOf('/backups/'))}/backups/delete?backup=${encodeURIComponent(decodeURIComponent(id))}`;
}

async function takeAllSizes(browser: Browser, name: string, url: string, expectedText: RegExp): Promise<void> {
  for (const size of SIZES) {
    for (const theme of THEMES) {
      if (!allViews && !README_PICTURES.has(`${name}-${String(size.width)}-${theme}`)) continue;
      const context = await browser.newContext({
        viewport: { width: size.width, height: size.height },
        colorScheme: theme,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await page.goto(url);
      await page.getByText(expectedText).filter({ visible: true }).first().waitFor({ timeout: 30_000 });
      // The polled data has arrived, the cluster's health included. The page of all clusters has no top line.
      const health = page.locator('#cluster-health').getByText('rejected writes');
      if (name !== 'clusters') await health.waitFor({ state: 'attached', timeout: 30_000 });
      await page.waitForLoadState('networkidle');
      await takePicture(page, `${name}-${String(size.width)}-${theme}.webp`, size);
      await context.close();
    }
  }
}

async function takePicture(page: Page, file: string, { width, maxHeight }: (typeof SIZES)[number]): Promise<void> {
  const height = Math.min(maxHeight, await page.evaluate(() => document.documentElement.scrollHeight));
  // What is fixed to the window's lower edge is then at the picture's.
  await page.setViewportSize({ width, height });
  await page.waitForTimeout(500);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  const bytes = Buffer.from(data, 'base64');
  writeFileSync(join(pictures, file), bytes);
  console.log(`${file} ${String(Math.round(bytes.length / 1024))} KB`);
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
