import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCluster, type ConfiguredCluster } from '../../lib/config.ts';
import { incidentsFilter } from '../../lib/contract/incidents-page.ts';
import type { Finding } from '../../lib/incidents/finding.ts';
import { jobs, runner } from '../../lib/jobs/jobs.ts';
import {
  acknowledgeIncident,
  applyTransitions,
  closeIncident,
  commentIncident,
  openIncidents,
} from '../../lib/jobs/store/incident-changes.ts';
import { addMute } from '../../lib/jobs/store/mutes.ts';
import { planChangeAlias } from '../../lib/kinds/change-alias/plan.ts';
import { historyOf } from '../../lib/live/cluster-history.ts';
import { readsOf } from '../../lib/live/cluster-reads.ts';
import { loadIncident } from '../../lib/pages/load-incident.ts';
import { incidentCounts, loadIncidents } from '../../lib/pages/load-incidents.ts';
import { placeOf, planRun } from '../../lib/pages/place.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';

const LIVE = 'government-2018-01-08t03-00-00z-bbbb';
const OTHER = 'government-2018-01-07t03-00-00z-aaaa';
let url: string;
let directory: string;
let cluster: ConfiguredCluster;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  directory = mkdtempSync(join(tmpdir(), 'load-incident-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }\nclusters:\n  production: { url: "${url}", backups: backups }\n  absent: { url: "http://127.0.0.1:9", backups: backups }\n`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  cluster = findCluster('production')!;
  const documents = Array.from({ length: 20 }, (_, n) => ({ id: String(n), source: { n } }));
  await seedIndex(url, LIVE, { documents, aliases: { government: {} } });
  await seedIndex(url, OTHER, { documents });
}, 300_000);
afterAll(async () => {
  await emptyCluster(url);
  rmSync(directory, { recursive: true, force: true });
});

const listAgain = () => readsOf('production').indices.read({ maxAgeMs: 0, waitMs: 10_000 });

function begin(finding: Partial<Finding> & Pick<Finding, 'facts' | 'subject'>, key = 'production'): string {
  const { store } = runner();
  const now = Date.now();
  const began = { at: new Date(now).toISOString(), after: null };
  const whole: Finding = { severity: 'critical', began, holdMs: 0, ...finding };
  applyTransitions(store, key, [{ change: 'begin', finding: whole, confirmed: true, seenMs: now, now }]);
  return openIncidents(store, key).at(-1)!.id;
}
const lost = () =>
  begin({ subject: 'government', facts: { kind: 'documents-lost', before: 20, now: 2, lowest: 2, moved: false } });

test('an incident has what was seen of its alias, what our jobs did, and what people said', async () => {
  historyOf('production');
  await listAgain();
  const plan = await planChangeAlias(placeOf(cluster), { change: 'add', alias: 'government', index: OTHER }, planRun());
  const actor = { name: 'ann', role: 'admin' as const, address: null };
  const job = jobs.start({ cluster: 'production', actor, work: { kind: 'change-alias', plan } as never });
  await vi.waitUntil(() => jobs.get(job.id)?.status === 'succeeded', { timeout: 30_000 });
  await listAgain();
  const deletions = Array.from({ length: 18 }, (_, n) => JSON.stringify({ delete: { _id: String(n) } })).join('\n');
  for (const index of [LIVE, OTHER]) await call(url, 'POST', `/${index}/_bulk?refresh=true`, `${deletions}\n`);
  await listAgain();

  const id = lost();
  const { store } = runner();
  const by = { cluster: 'production', id, by: 'ann', now: Date.now() };
  acknowledgeIncident(store, by);
  commentIncident(store, { ...by, text: 'The importer.' });
  const now = new Date().toISOString();
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const mute = {
    cluster: 'production',
    alias: 'government',
    kind: null,
    reason: 'Planned.',
    by: 'ann',
    from: now,
    until,
  };
  addMute(store, mute);
  addMute(store, { ...mute, alias: 'other' });

  const page = await loadIncident(cluster, id);
  expect(page).toMatchObject({
    title: 'government lost 90 % of its documents',
    what: expect.stringContaining('It has 2 documents; it had 20 before'),
    since: expect.stringMatching(/^since .* UTC$/),
    next: expect.arrayContaining([expect.objectContaining({ page: { of: 'restore', alias: 'government' } })]),
    mutes: [{ alias: 'government' }],
    others: [],
  });
  const told = page.events.map(({ of, sentence }) => `${of}: ${sentence}`);
  expect(told).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^job: Job \d+ of ann succeeded: /),
      expect.stringMatching(/^change: Alias government was switched from /),
      expect.stringMatching(/^change: Alias government has 4 documents; it had 40\.$/),
      'incident: government lost 90 % of its documents.',
      'incident: Restore Desk noticed it.',
      'person: ann acknowledged it.',
      'person: ann commented.',
    ]),
  );
  // The number of documents, which the change says already, is told once.
  expect(told.filter((line) => line.startsWith('documents: '))).toEqual([]);
  expect(page.events.map(({ at }) => at)).toEqual(page.events.map(({ at }) => at).sort());
  expect(page.documents).toMatchObject({ alias: 'government' });
  expect(page.documents!.span.from).toBeLessThan(page.documents!.span.to);
});

test('without a good backup no step leads to a restore, or to the overview, which has nothing to compare', async () => {
  const { id } = openIncidents(runner().store, 'production').find(({ subject }) => subject === 'government')!;
  const steps = async () => (await loadIncident(cluster, id)).next.map(({ page }) => page.of);
  expect(await steps()).toEqual(['alias', 'restore']);
  await readsOf('production').backups.read({ maxAgeMs: 0, waitMs: 10_000 });
  await vi.waitUntil(async () => !(await steps()).includes('restore'), { timeout: 30_000 });
  expect(await steps()).toEqual(['alias', 'backups']);
});

test('the lists are by severity and age, filtered and counted', async () => {
  const { store } = runner();
  const yellow = begin({ subject: '', severity: 'warning', facts: { kind: 'cluster-yellow', unassignedShards: 1 } });
  const red = begin({ subject: '', facts: { kind: 'cluster-red', indices: [], red: 0, unassignedShards: null } });
  const list = (filter: object) => loadIncidents(cluster, incidentsFilter.parse(filter));
  const { open, ended, any, mutes } = list({});
  expect(open?.rows.map(({ incident }) => incident.facts.kind)).toEqual([
    'cluster-red',
    'documents-lost',
    'cluster-yellow',
  ]);
  expect(open).toMatchObject({ count: 3, more: false });
  expect(open?.rows[1]).toMatchObject({ comments: 1, mutedUntil: expect.any(String) });
  expect(open?.rows[0]).toMatchObject({ comments: 0, mutedUntil: null, title: 'The cluster is red' });
  expect([ended, any, mutes.length]).toMatchObject([{ rows: [], count: 0, more: false }, true, 2]);
  expect(incidentCounts(cluster)).toEqual({ open: 3, critical: 2, unacknowledged: 2 });

  closeIncident(store, { cluster: 'production', id: red, by: 'ann', now: Date.now(), note: 'Planned.' });
  expect(list({ state: 'ended' })).toMatchObject({
    open: null,
    ended: { rows: [{ incident: { id: red } }], count: 1 },
  });
  expect(list({ state: 'ended', before: red }).ended).toMatchObject({ rows: [], count: 1 });
  expect(list({ kind: 'cluster-yellow' }).open?.rows.map(({ incident }) => incident.id)).toEqual([yellow]);
  expect(list({ about: 'government' }).open).toMatchObject({ count: 1 });
  expect(list({ rows: '1' }).open).toMatchObject({
    rows: [{ incident: { subject: 'government' } }],
    count: 2,
    more: true,
  });
  expect((await loadIncident(cluster, yellow)).others).toMatchObject([
    { id: red, open: false, title: 'The cluster is red' },
  ]);
});

test('an incident of another cluster, and one that is not confirmed, do not exist', async () => {
  const { store } = runner();
  const elsewhere = begin({ subject: '', facts: { kind: 'cluster-silent', message: 'No.' } }, 'absent');
  const finding: Finding = {
    subject: 'n1',
    severity: 'warning',
    facts: { kind: 'disk', watermark: 'low', usedPercent: 86, freeBytes: null },
    began: { at: new Date().toISOString(), after: null },
    holdMs: 60_000,
  };
  const now = Date.now();
  applyTransitions(store, 'production', [{ change: 'begin', finding, confirmed: false, seenMs: now, now }]);
  const unconfirmed = openIncidents(store, 'production').find(({ confirmed }) => !confirmed)!.id;
  for (const id of [elsewhere, unconfirmed, '999', 'x', '0'])
    await expect(loadIncident(cluster, id), id).rejects.toThrow(/There is no incident/);
});

test('of a cluster that does not answer what is kept is shown', async () => {
  const absent = findCluster('absent')!;
  const { open } = loadIncidents(absent, incidentsFilter.parse({}));
  expect(open?.rows).toMatchObject([{ title: 'The cluster does not answer' }]);
  const page = await loadIncident(absent, open!.rows[0]!.incident.id);
  expect(page).toMatchObject({ documents: null, next: [{ page: { of: 'overview' } }] });
});
