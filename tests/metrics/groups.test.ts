import { describe, expect, test } from 'vitest';
import type { ClusterHealth, NodeSummary } from '../../lib/contract/cluster.ts';
import type { DatabaseMetrics } from '../../lib/jobs/store/metrics.ts';
import type { ScheduleWithRuns } from '../../lib/jobs/schedules-with-runs.ts';
import { addClusters } from '../../lib/metrics/clusters.ts';
import { addIncidents } from '../../lib/metrics/incidents.ts';
import { addJobs } from '../../lib/metrics/jobs.ts';
import { addSchedules } from '../../lib/metrics/schedules.ts';
import { Sheet } from '../../lib/metrics/sheet.ts';
import { aNightsRun, aSchedule } from '../support/a-schedule.ts';
import { configuredCluster } from '../support/configured-cluster.ts';

/** The lines of values, without the prefix of their names. */
async function linesOf(fill: (sheet: Sheet) => void): Promise<string[]> {
  const sheet = new Sheet();
  fill(sheet);
  return (await sheet.text())
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace('restore_desk_', ''));
}

describe('a cluster', () => {
  const node = (name: string, over: Partial<NodeSummary> = {}): NodeSummary => ({
    name,
    address: '10.0.0.1:9300',
    data: true,
    master: false,
    diskTotalBytes: 1_000,
    diskFreeBytes: 100,
    watermark: 'high',
    heapUsedPercent: 40,
    writeRejections: 3,
    writeQueue: 0,
    ...over,
  });
  const health = (nodes: NodeSummary[]): ClusterHealth => ({
    takenAt: '2026-11-29T03:00:00.000Z',
    identity: { name: 'search', uuid: 'u', distribution: 'elasticsearch', version: '8.19.9' },
    status: 'yellow',
    reasons: [],
    reasonsLeftOut: 0,
    nodes,
    watermarks: null,
    diskTotalBytes: null,
    diskFreeBytes: null,
    diskRoomBytes: null,
    activeShards: 5,
    unassignedShards: 1,
    initialisingShards: 0,
    relocatingShards: 0,
    pendingTasks: 0,
    maxShards: null,
  });
  const lines = (known: ClusterHealth | null, isUp: boolean | null) =>
    linesOf((sheet) =>
      addClusters(sheet, {
        cluster: configuredCluster('/b'),
        isUp,
        health: known,
        indices: null,
        listing: null,
        isListed: null,
        aliases: [],
        aliasCount: null,
        ages: known === null ? [] : [{ answer: 'health', seconds: 2.5 }],
      }),
    );

  test('has its health, one of three, and over which watermarks its disks are', async () => {
    const all = await lines(health([node('a')]), true);
    expect(all.filter((line) => /^(cluster_(up|health|answer)|node_)/.test(line))).toEqual([
      'cluster_up{cluster="production"} 1',
      'cluster_answer_age_seconds{cluster="production",answer="health"} 2.5',
      'cluster_health{cluster="production",status="green"} 0',
      'cluster_health{cluster="production",status="yellow"} 1',
      'cluster_health{cluster="production",status="red"} 0',
      'node_disk_size_bytes{cluster="production",node="a"} 1000',
      'node_disk_free_bytes{cluster="production",node="a"} 100',
      'node_disk_over_watermark{cluster="production",node="a",watermark="low"} 1',
      'node_disk_over_watermark{cluster="production",node="a",watermark="high"} 1',
      'node_disk_over_watermark{cluster="production",node="a",watermark="flood-stage"} 0',
      'node_heap_used_ratio{cluster="production",node="a"} 0.4',
      'node_write_rejections_total{cluster="production",node="a"} 3',
    ]);
  });

  test('that has not answered yet is neither up nor down', async () => {
    expect(await lines(null, null)).toEqual([
      'cluster_info{cluster="production",name="search",environment="production",distribution="",version=""} 1',
    ]);
  });

  test('of many nodes has the first 500 by name, each name once', async () => {
    const nodes = Array.from({ length: 700 }, (_, at) => node(`node-${String(699 - at).padStart(3, '0')}`));
    const named = (await lines(health([...nodes, node('node-000')]), true)).filter((line) =>
      line.startsWith('node_disk_free'),
    );
    expect(named).toHaveLength(500);
    expect(named.at(-1)).toContain('node="node-499"');
  });
});

const none: DatabaseMetrics = { totals: [], alive: [], openIncidents: [], incidentTotals: [], messages: [] };

test('jobs of every kind and end begin at 0, so that the first one is an increase', async () => {
  const lines = await linesOf((sheet) =>
    addJobs(
      sheet,
      {
        ...none,
        totals: [
          {
            cluster: 'one',
            kind: 'backup',
            status: 'failed',
            ended: 2,
            began: 1,
            seconds: 7,
            durations: [{ within: 10, jobs: 1 }],
          },
          { cluster: 'gone', kind: 'backup', status: 'failed', ended: 9, began: 9, seconds: 7, durations: [] },
        ],
        alive: [
          { cluster: 'one', kind: 'backup', status: 'running', jobs: 3, oldest: '2026-11-29T02:00:00.000Z' },
          { cluster: 'one', kind: 'backup', status: 'queued', jobs: 2, oldest: '1970-01-01T00:01:00.000Z' },
        ],
      },
      { clusters: ['one'], kinds: ['backup'] },
    ),
  );
  expect(lines).toEqual([
    'jobs_total{cluster="one",kind="backup",status="succeeded"} 0',
    'jobs_total{cluster="one",kind="backup",status="partial"} 0',
    'jobs_total{cluster="one",kind="backup",status="failed"} 2',
    'jobs_total{cluster="one",kind="backup",status="cancelled"} 0',
    'jobs_total{cluster="one",kind="backup",status="interrupted"} 0',
    'jobs_running{cluster="one",kind="backup"} 3',
    'jobs_queued{cluster="one",kind="backup"} 2',
    'jobs_oldest_queued_timestamp_seconds{cluster="one",kind="backup"} 60',
    'job_duration_seconds_bucket{cluster="one",kind="backup",status="failed",le="10"} 1',
    'job_duration_seconds_bucket{cluster="one",kind="backup",status="failed",le="+Inf"} 1',
    'job_duration_seconds_sum{cluster="one",kind="backup",status="failed"} 7',
    'job_duration_seconds_count{cluster="one",kind="backup",status="failed"} 1',
  ]);
});

test('incidents of every kind and messages of every configured channel begin at 0; a channel that was removed has none', async () => {
  const lines = await linesOf((sheet) =>
    addIncidents(
      sheet,
      {
        ...none,
        openIncidents: [{ cluster: 'one', kind: 'disk', severity: 'critical', incidents: 2 }],
        incidentTotals: [{ cluster: 'one', kind: 'disk', began: 5 }],
        messages: [
          { channel: 'chat', waiting: 0, oldestMs: null, sent: 7, givenUp: 0 },
          { channel: 'mail', waiting: 2, oldestMs: 1_500, sent: 1, givenUp: 3 },
          { channel: 'removed', waiting: 5, oldestMs: 1_000, sent: 1, givenUp: 4 },
        ],
      },
      { clusters: ['one'], channels: ['new', 'mail', 'chat'] },
    ),
  );
  expect(lines.filter((line) => /kind="disk"|channel/.test(line))).toEqual([
    'incidents_open{cluster="one",kind="disk",severity="critical"} 2',
    'incidents_open{cluster="one",kind="disk",severity="warning"} 0',
    'incidents_total{cluster="one",kind="disk"} 5',
    'messages_waiting{channel="chat"} 0',
    'messages_waiting{channel="mail"} 2',
    'messages_waiting{channel="new"} 0',
    'messages_sent_total{channel="chat"} 7',
    'messages_sent_total{channel="mail"} 1',
    'messages_sent_total{channel="new"} 0',
    'messages_given_up_total{channel="chat"} 0',
    'messages_given_up_total{channel="mail"} 3',
    'messages_given_up_total{channel="new"} 0',
    'messages_oldest_waiting_timestamp_seconds{channel="mail"} 1.5',
  ]);
  expect(lines).toContain('incidents_open{cluster="one",kind="cluster-red",severity="critical"} 0');
});

describe('a schedule', () => {
  const NOW = Date.UTC(2026, 10, 28, 12);
  const NEXT = Date.UTC(2026, 10, 29, 3);
  const known = (over: Partial<ScheduleWithRuns>): ScheduleWithRuns => ({
    schedule: aSchedule(),
    last: null,
    lastGood: null,
    open: null,
    recent: [],
    ...over,
  });
  const lines = (over: Partial<ScheduleWithRuns>) =>
    linesOf((sheet) => addSchedules(sheet, [known(over)], () => NEXT, NOW));

  test('has its last run, its last good run and its next one', async () => {
    const [last, lastGood] = [aNightsRun(28, { state: 'partial' }), aNightsRun(27)];
    expect(await lines({ last, lastGood, recent: [last, lastGood] })).toEqual([
      'schedule_active{cluster="production",schedule="Nightly",kind="backup"} 1',
      'schedule_running{cluster="production",schedule="Nightly"} 0',
      `schedule_last_run_timestamp_seconds{cluster="production",schedule="Nightly"} ${last.dueAt / 1000}`,
      'schedule_last_run_good{cluster="production",schedule="Nightly"} 0',
      `schedule_last_good_run_timestamp_seconds{cluster="production",schedule="Nightly"} ${lastGood.dueAt / 1000}`,
      `schedule_next_run_timestamp_seconds{cluster="production",schedule="Nightly"} ${NEXT / 1000}`,
      'schedule_overdue{cluster="production",schedule="Nightly"} 0',
    ]);
  });

  test('that is paused has no next run, and one that never ran has no last one', async () => {
    expect(await lines({ schedule: aSchedule({}, { pausedAt: '2026-11-01T00:00:00.000Z', pausedBy: 'ann' }) })).toEqual(
      [
        'schedule_active{cluster="production",schedule="Nightly",kind="backup"} 0',
        'schedule_running{cluster="production",schedule="Nightly"} 0',
        'schedule_overdue{cluster="production",schedule="Nightly"} 0',
      ],
    );
  });

  test('is overdue where it should have run', async () => {
    const last = aNightsRun(26);
    expect(await lines({ last, lastGood: last, recent: [last] })).toContain(
      'schedule_overdue{cluster="production",schedule="Nightly"} 1',
    );
  });
});
