import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SECTIONS } from '../../../scripts/sample-data/documents.ts';
import { fillCluster, type SampleBackup } from '../../../scripts/sample-data/fill-cluster.ts';
import { fillDrills } from '../../../scripts/sample-data/fill-drills.ts';
import { fillSchedules } from '../../../scripts/sample-data/fill-schedules.ts';
import { formatNameTime, createTimeline, type Timeline } from '../../../scripts/sample-data/timeline.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { drilledBackups } from '../../../lib/jobs/store/drilled-backups.ts';
import { listAuditLog } from '../../../lib/jobs/store/read-audit-log.ts';
import { runsOf } from '../../../lib/jobs/store/schedule-runs.ts';
import { schedules } from '../../../lib/jobs/store/schedules.ts';
import { readBackupFile } from '../../support/read-backup-file.ts';
import { aliasesOf, call, emptyCluster, readIndex, sharedServer } from '../../support/elasticsearch.ts';

const HOUR = 3_600_000;

test('at every hour, last night’s backups are before the loss, and no event is in the future', () => {
  for (let hour = 0; hour < 24; hour++) {
    const now = new Date(Date.UTC(2026, 2, 9, hour, 17));
    const { lastNight, loss, events } = createTimeline(now);
    expect(now.getTime() - lastNight.getTime()).toBeLessThan(26 * HOUR);
    expect(lastNight.getTime()).toBeLessThan(loss.getTime());
    for (const { at } of events) expect(at.getTime()).toBeLessThan(now.getTime());
    const backedUp = events.findLastIndex((event) => event.kind === 'back-up' && event.alias === 'government');
    expect(events.findIndex((event) => event.kind === 'document-loss')).toBeGreaterThan(backedUp);
  }
});

test('there are 20,000 distinct documents, always the same, with numbers that JavaScript would round', () => {
  expect(SECTIONS.reduce((sum, { documents }) => sum + documents, 0)).toBe(20_000);
  for (const { document, documents } of SECTIONS) {
    expect(document(7)).toEqual(document(7));
    expect(new Set(Array.from({ length: documents }, (_, n) => document(n).id)).size).toBe(documents);
  }
  expect(SECTIONS[0]?.document(0).source).toMatch(/"content_hash":\d{16,19}\}$/);
});

let url: string;
let backupDirectory: string;
let timeline: Timeline;
const backups: SampleBackup[] = [];
const now = new Date();

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  backupDirectory = await mkdtemp(join(tmpdir(), 'restore-desk-sample-'));
  timeline = await fillCluster({ url, backupDirectory, now, onBackup: (backup) => void backups.push(backup) });
}, 300_000);
afterAll(() => rm(backupDirectory, { recursive: true, force: true }));

const indicesOf = async (alias: string) => {
  const rows = await call<{ index: string; status: string; 'docs.count': string | null }[]>(
    url,
    'GET',
    `/_cat/indices/${alias}-*?format=json&expand_wildcards=all&s=index`,
  );
  return rows.map((row) => ({
    index: row.index,
    status: row.status,
    documents: row['docs.count'] === null ? null : Number(row['docs.count']),
  }));
};

test('each alias has several generations, and metasearch is an alias of two of them', async () => {
  const aliases = await aliasesOf(url);
  expect(Object.keys(aliases).sort()).toEqual(['detailed', 'government', 'govuk', 'metasearch', 'page-traffic']);
  expect(Object.fromEntries(Object.entries(aliases).map(([alias, indices]) => [alias, indices.length]))).toEqual({
    detailed: 1,
    government: 1,
    govuk: 1,
    metasearch: 2,
    'page-traffic': 1,
  });
  for (const alias of Object.keys(aliases)) {
    const names = (await indicesOf(alias)).map(({ index }) => index);
    expect(names.length).toBeGreaterThanOrEqual(2);
    for (const name of names)
      expect(name).toMatch(new RegExp(`^${alias}-\\d{4}-\\d{2}-\\d{2}t\\d{2}-\\d{2}-\\d{2}z-[0-9a-f][-0-9a-f]*$`));
  }
});

test('the oldest generation of detailed is closed', async () => {
  expect((await indicesOf('detailed')).map(({ status }) => status)).toEqual(['close', 'open', 'open']);
});

test('the newest index of govuk, of an abandoned restore, has no alias and part of the documents', async () => {
  const indices = await indicesOf('govuk');
  const aliases = await aliasesOf(url);
  expect(aliases['govuk']).toEqual([indices[1]?.index]);
  expect(indices.map(({ documents }) => documents)).toEqual([4_688, 4_900, 1_930]);
});

test('government lost most of its documents, and last night’s backup has all of them', async () => {
  const [live] = (await aliasesOf(url))['government'] ?? [];
  expect((await call<{ count: number }>(url, 'GET', '/government/_count')).count).toBe(1_118);
  const backup = await readBackupFile(
    join(backupDirectory, 'government', `government-${formatNameTime(timeline.lastNight)}.zip`),
  );
  expect(backup.manifest).toMatchObject({
    group: 'government',
    index: { name: live },
    documents: 8_940,
    aliases: [{ alias: 'government' }],
  });
  expect(Math.abs(Date.parse(String(backup.manifest?.['startedAt'])) - timeline.lastNight.getTime())).toBeLessThan(
    60_000,
  );
  expect(backup.documents.size).toBe(8_940);
  // The remaining documents are in the backup, character for character, but for those published since.
  const remaining = [...(await readIndex(url, 'government')).values()];
  const known = remaining.filter(({ id }) => backup.documents.has(id));
  expect(remaining.length - known.length).toBe(12);
  expect(known.filter(({ id, source }) => backup.documents.get(id)?.source !== source)).toHaveLength(14);
});

test('the backup directory has three backups of government, two old files and an unfinished one', async () => {
  const files = (await readdir(backupDirectory, { recursive: true })).filter((name) => name.includes('.zip')).sort();
  expect(files.filter((name) => name.startsWith('government/'))).toHaveLength(3);
  expect(files.filter((name) => !name.includes('/'))).toEqual(['government.zip', 'partial-dump.zip']);
  expect(files.filter((name) => name.endsWith('.partial'))).toEqual([
    expect.stringMatching(/^govuk\/govuk-.*\.zip\.partial$/),
  ]);
});

test('the last runs of the schedules have their jobs, and what the drills proved', async () => {
  const dataDirectory = join(backupDirectory, 'data');
  fillSchedules({ cluster: 'demo', dataDirectory, timeline, backups, now });
  await fillDrills({ url, cluster: 'demo', dataDirectory, timeline, backups });
  const store = JobStore.open(dataDirectory);
  try {
    const [drill, nightly] = schedules(store, 'demo');
    const [last] = runsOf(store, nightly!.id);
    expect(last).toMatchObject({
      dueAt: timeline.lastNight.getTime(),
      state: 'good',
      jobs: [expect.any(String), expect.any(String)],
    });
    const deletion = store.get(last!.jobs[1]!)!;
    expect(deletion).toMatchObject({
      status: 'succeeded',
      title: 'Delete 1 backup by the rules of Nightly backup',
      result: { kept: 6, deleted: [{ id: expect.stringMatching(/^government\//) }] },
    });
    const job = store.get(last!.jobs[0]!);
    expect(job).toMatchObject({
      status: 'succeeded',
      actor: { name: 'schedule Nightly backup' },
      createdAt: expect.stringContaining('T03:00:02.'),
      result: { status: 'done', documents: 8_940 + 2_600 + 4_900 + 3_000 },
    });
    expect(listAuditLog(store, { job: job!.id })).toMatchObject([{ action: 'job: backup' }]);

    const tried = runsOf(store, drill!.id).find(({ state }) => state !== 'missed')!;
    const at = new Date(tried.dueAt).toISOString().slice(0, 'yyyy-mm-ddThh'.length);
    expect(tried.jobs.map((id) => store.get(id))).toMatchObject(
      tried.jobs.map(() => ({ work: { kind: 'drill' }, status: 'succeeded', createdAt: expect.stringContaining(at) })),
    );
    expect([...drilledBackups(store).values()].sort((one, other) => other.documents! - one.documents!)).toMatchObject([
      {
        alias: 'government',
        documents: 8_702,
        equal: 8_702,
        ok: true,
        limited: false,
        at: expect.stringContaining(at),
      },
      { alias: 'metasearch', documents: 522, equal: 522, ok: true },
    ]);
    expect((await indicesOf('restore-desk-drill')).length).toBe(0);
  } finally {
    store.close();
  }
});
