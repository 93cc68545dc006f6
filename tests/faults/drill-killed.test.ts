import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { refOfFile } from '../../lib/contract/backup-ref.ts';
import { endOrphans } from '../../lib/jobs/reap-orphaned-jobs.ts';
import { removeDrillLeftovers } from '../../lib/jobs/remove-drill-leftovers.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { listAuditLog } from '../../lib/jobs/store/read-audit-log.ts';
import { planDrill } from '../../lib/kinds/drill/plan.ts';
import { aRun } from '../support/a-run.ts';
import { call, emptyCluster, sharedServer } from '../support/elasticsearch.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';
import { backUp, connectWithShortTimeouts, liveState, seedLive, temporaryFolder, waitUntil } from './support.ts';

let url: string;
let cluster: Cluster;
let file: string;
let data: string;
let live: unknown;
const children: ChildProcess[] = [];

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedLive(url, { count: 500 });
  cluster = connectWithShortTimeouts(url, 30_000);
  file = fileOfBackup((await backUp(cluster, temporaryFolder())).backups[0]!);
  live = await liveState(url);
  data = temporaryFolder();
});
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(async () => {
  await emptyCluster(url);
  await cluster.close();
});

/** Starts a drill in a process of its own, and returns when it loads documents. */
async function drillInProcess(key: string): Promise<{ index: string; kill: () => Promise<unknown> }> {
  const plan = await planDrill(
    placeOf(cluster),
    { backup: { zip: refOfFile(file) }, alias: null, documentsPerSecond: 20, probes: [], key },
    aRun(),
  );
  const script = fileURLToPath(new URL('job-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, url, data], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.write(`${JSON.stringify({ start: { kind: 'drill', plan } })}\n`);
  await waitUntil(() => /report load [1-9]/.test(output), 60_000);
  const kill = () => {
    child.kill('SIGKILL');
    return ended;
  };
  return { index: plan.target.index, kill };
}

const drillIndices = async (): Promise<string[]> =>
  Object.keys(await call<object>(url, 'GET', '/_settings/index.uuid')).filter((name) =>
    name.startsWith('restore-desk-'),
  );

test('a killed drill’s index is deleted once its job has ended; a living job’s and a stranger’s are kept', async () => {
  const store = JobStore.open(data);
  try {
    const { uuid } = await cluster.identity();
    const remove = async () => (await removeDrillLeftovers(store, uuid, cluster, AbortSignal.timeout(30_000))).deleted;
    const first = await drillInProcess('00000000000a');
    expect(await drillIndices()).toEqual([first.index]);
    expect(await remove()).toEqual([]);
    await first.kill();
    endOrphans(store);
    expect(store.list({ kinds: ['drill'] })).toMatchObject([{ status: 'interrupted' }]);
    const second = await drillInProcess('00000000000b');
    await call(url, 'PUT', '/restore-desk-drill-00000000000c', {});
    expect(await remove()).toEqual([first.index]);
    expect((await drillIndices()).sort()).toEqual([second.index, 'restore-desk-drill-00000000000c']);
    await second.kill();
    endOrphans(store);
    await call(url, 'POST', '/_aliases', { actions: [{ add: { index: second.index, alias: 'mine' } }] });
    expect(await remove()).toEqual([]);
    await call(url, 'POST', '/_aliases', { actions: [{ remove: { index: second.index, alias: 'mine' } }] });
    // Another index under its name is not what the drill made.
    await call(url, 'DELETE', `/${second.index}`);
    await call(url, 'PUT', `/${second.index}`, {});
    expect(await remove()).toEqual([]);
    expect(await liveState(url)).toEqual(live);
    const lines = listAuditLog(store, { text: first.index, limit: 50 }).filter(
      ({ action }) => action === 'delete drill index',
    );
    expect(lines).toMatchObject([{ outcome: 'done', job: '1' }]);
  } finally {
    store.close();
  }
}, 120_000);
