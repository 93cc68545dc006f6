import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findPromtool, whyNoPromtool } from '../../scripts/servers/promtool.ts';
import { jobs, runner } from '../../lib/jobs/jobs.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import { readsOf } from '../../lib/live/cluster-reads.ts';
import { CATALOGUE } from '../../lib/metrics/catalogue.ts';
import { metricsText } from '../../lib/metrics/scrape.ts';
import { TOOL } from '../../lib/version.ts';
import { operator, verified, verifyOf } from '../jobs/builders.ts';
import { aSpec } from '../support/a-schedule.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';

const promtool = findPromtool();
/** Beyond the time for which scrapes share one text. */
const NEXT_SCRAPE_MS = 1_100;

let directory: string;
let url: string;
let proxy: FaultyProxy;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedIndex(url, 'government-1', {
    documents: Array.from({ length: 12 }, (_, n) => ({ id: `/${n}`, source: { title: `Document ${n}` } })),
    aliases: { government: {} },
  });
  await seedIndex(url, 'detailed-1', { documents: [{ id: '/1', source: {} }], aliases: { detailed: {} } });
  await call(url, 'POST', '/detailed-1/_close');
  proxy = await startFaultyProxy(url);
  directory = mkdtempSync(join(tmpdir(), 'metrics-'));
  mkdirSync(join(directory, 'backups'));
  await backUpAlias(url, join(directory, 'backups'), 'government');
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `clusters:
  production: { name: "The \\"search\\"", url: "${proxy.url}", backups: backups }
  nowhere: { url: "http://127.0.0.1:9", backups: no-such-folder }
notifications:
  channels:
    on-call: { kind: webhook, url: "https://hooks.example.org/on-call" }
    unused: { kind: webhook, url: "https://hooks.example.org/unused" }
`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', join(directory, 'data'));
  seedDatabase();
});
afterAll(async () => {
  await proxy?.close();
  rmSync(directory, { recursive: true, force: true });
});

function seedDatabase(): void {
  const { store } = runner();
  const owner = thisProcess('server');
  const { job } = store.create(
    { cluster: 'production', actor: operator, work: verifyOf('/b/a.zip') },
    owner,
    'running',
  );
  store.end(job.id, { status: 'succeeded', result: verified('/b/a.zip') });
  store.create({ cluster: 'no-longer-configured', actor: operator, work: verifyOf('/b/b.zip') }, owner, 'running');
  jobs.addSchedule('production', aSpec({ name: 'Nightly backup' }), 'ann');
  store[SQL].exec(`
    INSERT INTO incidents (cluster, kind, subject, severity, facts, began_at, noticed_at, confirmed_at, seen_ms)
      VALUES ('production', 'cluster-red', '', 'critical', '{}', '2026-11-29T03:00:00.000Z', '2026-11-29T03:00:00.000Z', '2026-11-29T03:01:00.000Z', 0);
    INSERT INTO messages (channel, cluster, event, subject, body, created_ms, next_try_ms) VALUES
      ('on-call', 'production', 'began', 'incident:1', '', 1000, 0), ('removed', 'production', 'began', 'incident:1', '', 1000, 0);`);
}

/** A scrape that shares nothing with the one before. */
async function scrape(): Promise<string> {
  await sleep(NEXT_SCRAPE_MS);
  return metricsText();
}

/** Until everything that this server can be asked for has been read once. */
async function completeScrape(): Promise<string> {
  await expect
    .poll(async () => await scrape())
    .toMatch(
      /restore_desk_backups_listed\{cluster="production"\} 1[^]*restore_desk_last_good_backup_timestamp_seconds\{/,
    );
  return scrape();
}

const valueOf = (text: string, series: string): number | null => {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
};

describe('a scrape of a real cluster', () => {
  test('has its aliases, backups, health and jobs', async () => {
    const text = await completeScrape();
    expect(valueOf(text, 'restore_desk_alias_documents{cluster="production",alias="government"}')).toBe(12);
    expect(valueOf(text, 'restore_desk_alias_indices{cluster="production",alias="detailed",state="closed"}')).toBe(1);
    expect(valueOf(text, 'restore_desk_backups{cluster="production",alias="government",kind="zip"}')).toBe(1);
    expect(valueOf(text, 'restore_desk_last_good_backup_documents{cluster="production",alias="government"}')).toBe(12);
    const takenAt = valueOf(
      text,
      'restore_desk_last_good_backup_timestamp_seconds{cluster="production",alias="government"}',
    );
    expect(Math.abs(Date.now() / 1000 - takenAt!)).toBeLessThan(120);
    expect(valueOf(text, 'restore_desk_backup_overdue{cluster="production",alias="government"}')).toBe(0);
    // Its index is new: as the incident, it has the time of the limit.
    expect(valueOf(text, 'restore_desk_backup_overdue{cluster="production",alias="detailed"}')).toBe(0);
    expect(valueOf(text, 'restore_desk_cluster_up{cluster="production"}')).toBe(1);
    expect(text).toMatch(/^restore_desk_cluster_health\{cluster="production",status="(green|yellow)"\} 1$/m);
    expect(text).toMatch(/^restore_desk_node_disk_free_bytes\{cluster="production",node="[^"]+"\} \d{6,}$/m);
    expect(valueOf(text, 'restore_desk_jobs_total{cluster="production",kind="verify",status="succeeded"}')).toBe(1);
    expect(valueOf(text, 'restore_desk_jobs_total{cluster="production",kind="restore",status="failed"}')).toBe(0);
    expect(
      valueOf(text, 'restore_desk_incidents_open{cluster="production",kind="cluster-red",severity="critical"}'),
    ).toBe(1);
    expect(valueOf(text, 'restore_desk_messages_waiting{channel="on-call"}')).toBe(1);
    expect(valueOf(text, 'restore_desk_messages_given_up_total{channel="unused"}')).toBe(0);
    expect(text).not.toContain('channel="removed"');
    const next = valueOf(
      text,
      'restore_desk_schedule_next_run_timestamp_seconds{cluster="production",schedule="Nightly backup"}',
    );
    expect(next! * 1000).toBeGreaterThan(Date.now());
    expect(text).toContain(`restore_desk_build_info{version="${TOOL.version}",node_version="${process.version}"} 1\n`);
  });

  test('leaves out what is unknown: a closed index’s documents, a cluster that never answered, jobs of one that is gone', async () => {
    const text = await completeScrape();
    expect(text).not.toContain('restore_desk_alias_documents{cluster="production",alias="detailed"}');
    expect(valueOf(text, 'restore_desk_cluster_up{cluster="nowhere"}')).toBe(0);
    expect(text.split('\n').filter((line) => /(?:alias|health|node|backup).*cluster="nowhere"/.test(line))).toEqual([
      'restore_desk_backups_listed{cluster="nowhere"} 0',
    ]);
    expect(text).not.toContain('no-longer-configured');
  });

  test('has only metrics of the catalogue, with their labels', async () => {
    const known = new Map(CATALOGUE.map((each) => [each.name as string, each]));
    for (const line of (await completeScrape()).split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
      const [, series, labels = ''] = /^([a-z_]+)(?:\{(.*)\})? [-+.e\d]+$/.exec(line) ?? [];
      const definition = known.get(series!) ?? known.get(series!.replace(/_(?:bucket|sum|count)$/, ''));
      const names = [...labels.matchAll(/([a-z_]+)="(?:[^"\\]|\\.)*"/g)]
        .map(([, name]) => name)
        .filter((name) => name !== 'le');
      expect({ line, labels: names }).toEqual({ line, labels: definition?.labels });
    }
  });

  test.skipIf(promtool === null)(
    `is what promtool expects (${promtool === null ? whyNoPromtool() : 'promtool'})`,
    async () => {
      const { status, stderr, stdout } = spawnSync(promtool!, ['check', 'metrics'], {
        input: await completeScrape(),
        encoding: 'utf8',
      });
      expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: '' });
    },
  );

  test('is one for two servers that ask at once', async () => {
    await sleep(NEXT_SCRAPE_MS);
    const [one, other] = await Promise.all([metricsText(), metricsText()]);
    expect(one).toBe(other);
  });
});

test('a cluster that hangs delays no scrape: its last values are shown, with their age, and that it is down', async () => {
  const before = await completeScrape();
  proxy.inject({ fault: { kind: 'hang', afterBytes: 0 } });
  await expect
    .poll(async () => valueOf(await scrape(), 'restore_desk_cluster_up{cluster="production"}'), { timeout: 30_000 })
    .toBe(0);
  const silentFor = () => readsOf('production').health.silence();
  expect(silentFor()).not.toBeNull();
  await sleep(NEXT_SCRAPE_MS);
  const began = performance.now();
  const text = await metricsText();
  const tookMs = performance.now() - began;
  expect(tookMs).toBeLessThan(1_000);
  const documents = 'restore_desk_alias_documents{cluster="production",alias="government"}';
  expect(valueOf(text, documents)).toBe(valueOf(before, documents));
  const age = 'restore_desk_cluster_answer_age_seconds{cluster="production",answer="health"}';
  expect(valueOf(text, age)).toBeGreaterThan(4);
  expect(valueOf(await scrape(), age)!).toBeGreaterThan(valueOf(text, age)!);
  proxy.clear();
});
