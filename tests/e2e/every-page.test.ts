import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillCluster } from '../../scripts/sample-data/fill-cluster.ts';
import { findChromium } from '../../scripts/servers/chromium.ts';
import { scheduleSpec } from '../../lib/contract/schedule.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { recordMissed } from '../../lib/jobs/store/schedule-runs.ts';
import { addSchedule } from '../../lib/jobs/store/schedules.ts';
import { builtPages } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { seedIncident } from '../support/seed-incident.ts';
import { call, emptyCluster, sharedServer } from '../support/elasticsearch.ts';
import { walk, type Walk } from '../support/walk.ts';

/**
 * What tests/support/walk.ts checks of each page: no sideways scrolling, no broken word, no layout shift, no console error,
 * no policy violation, no failed request, nothing for axe, large targets on phones, at most 200,000 bytes of JavaScript.
 */
let url: string;
let dashboard: TestDashboard;
let browser: Browser;
let home: string;
let walked: Walk;

/** With a schedule there are the pages of one; it deletes old backups, so that there is a preview. */
function addOneSchedule(): void {
  const store = JobStore.open(dashboard.dataDirectory);
  try {
    const spec = scheduleSpec.parse({
      name: 'Every night',
      kind: 'backup',
      what: { all: true },
      cron: '0 3 * * *',
      timeZone: 'Europe/London',
      retention: { daily: 30 },
    });
    const schedule = addSchedule(store, dashboard.cluster, spec, { by: 'local', now: Date.now() });
    for (const day of [1, 2, 3])
      recordMissed(store, { schedule: schedule.id, dueAt: Date.now() - day * 86_400_000 }, 'Restore Desk did not run.');
  } finally {
    store.close();
  }
}

/** With an incident there are the pages of one. The lost documents of the sample data become another one while the pages are walked. */
function addOneIncident(): void {
  const store = JobStore.open(dashboard.dataDirectory);
  try {
    seedIncident(store, {
      cluster: dashboard.cluster,
      subject: 'node-1',
      severity: 'warning',
      facts: { kind: 'disk', watermark: 'low', usedPercent: 86, freeBytes: 5_000_000_000 },
    });
  } finally {
    store.close();
  }
}

/** Restores an alias without an incident, so that there is a job with its pages, and the incident remains. */
async function restoreOne(): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`${home}/backups?alias=detailed`);
  const href = await page.locator('a[href*="/backups/detailed/"]').first().getAttribute('href');
  await page.goto(new URL(`${/^.*\.zip/.exec(href!)![0]}/restore`, home).href);
  await page.getByRole('button', { name: /^Restore [\d,]+ documents/ }).click();
  await page.waitForURL(/\/result$/, { timeout: 120_000 });
  await page.close();
}

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  // The page that fills the demo again is a page too; the walk presses nothing on it.
  dashboard = await startDashboard({
    elasticsearchUrl: url,
    env: { RESTORE_DESK_DEMO_CONTROL: 'http://127.0.0.1:9' },
  });
  home = `${dashboard.url}/${dashboard.cluster}`;
  await fillCluster({ url, backupDirectory: dashboard.backupDirectory });
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  await restoreOne();
  addOneSchedule();
  addOneIncident();
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
});

test('every page that the links lead to is in order, dark and light, on phones and wide screens', async () => {
  walked = await walk(browser, { starts: [`${dashboard.url}/`, home] });
  expect(walked.findings).toEqual([]);
}, 900_000);

test('the links lead to every page, but for those that need a sign-in or an older bookmark', () => {
  const elsewhere = [
    '/sign-in',
    '/[cluster]/approvals',
    // Of a registered repository: repositories.test.ts walks them.
    '/[cluster]/repositories/change',
    '/[cluster]/repositories/review',
    // Of a repository with snapshots: snapshots.test.ts walks them.
    '/[cluster]/snapshots/[repository]/[snapshot]',
    '/[cluster]/snapshots/[repository]/[snapshot]/delete',
    // restore-snapshot.test.ts walks them.
    '/[cluster]/snapshots/[repository]/[snapshot]/drill/[index]',
    '/[cluster]/snapshots/[repository]/[snapshot]/restore',
    '/[cluster]/snapshots/[repository]/[snapshot]/restore/[index]',
    '/[cluster]/snapshots/[repository]/[snapshot]/restore/[index]/[job]',
    '/[cluster]/snapshots/[repository]/[snapshot]/restore/[index]/[job]/result',
    // Of two clusters: copy.test.ts walks them.
    '/[cluster]/backups/[group]/[name]/copy',
    '/[cluster]/copy',
    // Of a comparison and of what followed: carry-forward.test.ts opens them.
    '/[cluster]/jobs/[id]/carry-forward',
    '/[cluster]/jobs/[id]/undo-carry-forward',
    // From menus: index-changes.test.ts and alias-page.test.ts open them.
    '/[cluster]/index/[name]/close',
    '/[cluster]/index/[name]/delete',
    '/[cluster]/index/[name]/open',
    '/[cluster]/alias/[name]/add',
    '/[cluster]/alias/[name]/remove',
    '/[cluster]/[...nowhere]',
    // For bookmarks of older versions.
    '/[cluster]/backups/[group]/[name]/delete',
  ];
  expect(builtPages().filter((route) => !elsewhere.includes(route) && !walked.checked.has(route))).toEqual([]);
});

test('no link is dead', async () => {
  const dead: string[] = [];
  for (const link of walked.links) {
    const { status } = await fetch(link);
    if (status >= 400) dead.push(`${String(status)} ${link}`);
  }
  expect(dead).toEqual([]);
});

test('the pages of a red cluster are in order', async () => {
  await call(url, 'PUT', '/nowhere?wait_for_active_shards=0&timeout=1ms', {
    settings: { 'index.routing.allocation.require._name': 'nobody' },
    aliases: { orphaned: {} },
  });
  await expect.poll(async () => (await call<{ status: string }>(url, 'GET', '/_cluster/health')).status).toBe('red');
  const { findings } = await walk(browser, {
    starts: [home, `${home}/indices`, `${home}/repositories`],
    follow: false,
  });
  await call(url, 'DELETE', '/nowhere');
  expect(findings).toEqual([]);
}, 120_000);

test('the pages of a cluster that does not answer are in order', async () => {
  const away = await startDashboard({ elasticsearchUrl: 'http://127.0.0.1:9' });
  try {
    const start = `${away.url}/${away.cluster}`;
    const { findings } = await walk(browser, {
      starts: [
        start,
        ...['incidents', 'indices', 'backups', 'jobs', 'schedules', 'notifications', 'repositories'].map(
          (page) => `${start}/${page}`,
        ),
      ],
      follow: false,
      // The pages say above everything that the cluster does not answer, as soon as a poll has shown it.
      expected: /status 50[234]|console error: Failed to load resource|layout shift/,
    });
    expect(findings).toEqual([]);
  } finally {
    await away.stop();
  }
}, 120_000);

test('the page to sign in is in order', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'every-page-'));
  const closed = await startDashboard({
    directory,
    configuration: 'signIn: { kind: local }\nclusters:\n  one: { url: "http://127.0.0.1:9", backups: backups }\n',
  });
  try {
    const { findings } = await walk(browser, { starts: [`${closed.url}/sign-in`], follow: false });
    expect(findings).toEqual([]);
  } finally {
    await closed.stop();
    await rm(directory, { recursive: true, force: true });
  }
}, 60_000);
