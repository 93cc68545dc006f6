/**
 * `npm run demo`: a real Elasticsearch with the sample data, and the dashboard for it. Ctrl-C stops both; their data is
 * kept, so that the next start takes seconds. `npm run demo -- --reset` fills the cluster again, and so does a button of the
 * dashboard.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfiguration } from '../lib/config/load.ts';
import { isAppError } from '../lib/errors.ts';
import { build } from './build.ts';
import { DashboardDidNotStart, startDashboardProcess, type DashboardProcess } from './dashboard-process.ts';
import { startDemoControl, type DemoControl } from './demo-control.ts';
import { deleteAllIndices, fillCluster } from './sample-data/fill-cluster.ts';
import { fillHistory } from './sample-data/fill-history.ts';
import { fillSnapshots, makeRepositoryFolder, SAMPLE_REPOSITORY } from './sample-data/fill-snapshots.ts';
import { processIdentity, isRunning } from './process-identity.ts';
import { MissingRequirement } from './servers/missing-requirement.ts';
import { portIsFree } from './servers/ports.ts';
import { assertDiskSpace } from './servers/disk-space.ts';
import { startServer, type Server } from './servers/start-server.ts';
import { cacheDirectory } from './servers/unprivileged.ts';

process.umask(0o022); // the server's unprivileged user must be able to read what is unpacked for it

const project = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
/** Change it when the sample data changes: an older demo is then filled again. */
const TIMELINE_VERSION = '5';
/** The key of the demo's cluster. */
const CLUSTER = 'demo';

const home = join(cacheDirectory(), 'demo');
/** Of snapshots: `path.repo`. */
const repositories = join(home, 'repositories');
/** Where the jobs of the sample data are recorded. */
const JOBS = { cluster: CLUSTER, dataDirectory: join(home, 'data') };
const marker = join(home, 'filled');
const lock = join(home, 'running');
const ownIdentity = processIdentity(process.pid) ?? '';
const stopping = new AbortController();
let server: Server | null = null;
let dashboard: DashboardProcess | null = null;
let control: DemoControl | null = null;

const print = (sentence: string) => process.stderr.write(`${sentence}\n`);

/** An end that is no defect: shown as one sentence, without a stack. */
class Refusal extends Error {}

function configuredPort(): number {
  const text = process.env['PORT'] || '3000';
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new Refusal(`PORT is "${text}", not a port number: set it to one from 1 to 65535.`);
  return port;
}

/** One demo at a time: two would share their data. */
function takeLock(port: number): void {
  mkdirSync(home, { recursive: true });
  const [where = '', holder = ''] = existsSync(lock) ? readFileSync(lock, 'utf8').split('\n') : [];
  if (isRunning(holder))
    throw new Refusal(
      `The demo runs already (process ${holder.split(' ')[0] ?? ''}, ${where}): use that one, or stop it first.`,
    );
  writeFileSync(lock, `http://127.0.0.1:${String(port)}\n${ownIdentity}`);
}

/** Reports a wrong address of the developer's own cluster before anything is built. */
function checkConfiguration(): void {
  try {
    loadConfiguration({ ...process.env, RESTORE_DESK_CONFIG: undefined }, home);
  } catch (error) {
    throw isAppError(error) ? new Refusal([error.message, error.hint].filter(Boolean).join(' ')) : error;
  }
}

/** Starts the demo's own cluster, filled with the sample data. */
async function startCluster(): Promise<Server> {
  const filled = existsSync(marker) && readFileSync(marker, 'utf8') === TIMELINE_VERSION;
  // Partly filled, filled from another version of the sample data, or to be reset.
  if (!filled || process.argv.includes('--reset'))
    for (const part of ['server', 'backups', 'data', 'repositories', 'filled'])
      rmSync(join(home, part), { recursive: true, force: true });
  print('Starting Elasticsearch…');
  await makeRepositoryFolder(repositories);
  const started = await startServer({ name: 'demo-search', directory: join(home, 'server'), repo: repositories });
  server = started;
  stopping.signal.throwIfAborted();
  if (!existsSync(marker)) {
    print('Filling it with sample data…');
    const { url } = started;
    const timeline = await fillCluster({ url, backupDirectory: join(home, 'backups'), signal: stopping.signal });
    await fillSnapshots({ url, folder: repositories, ...JOBS, signal: stopping.signal });
    await fillHistory({ url, ...JOBS, timeline });
    writeFileSync(marker, TIMELINE_VERSION);
  }
  return started;
}

/** Deletes every index, backup and snapshot of the running demo, and fills it again. Until it is done, the next start would do so. */
async function resetData(url: string): Promise<void> {
  const backupDirectory = join(home, 'backups');
  rmSync(marker, { force: true });
  await deleteAllIndices(url);
  // The directory itself stays: the dashboard watches it.
  for (const name of existsSync(backupDirectory) ? readdirSync(backupDirectory) : [])
    rmSync(join(backupDirectory, name), { recursive: true, force: true });
  await fillCluster({ url, backupDirectory, signal: stopping.signal });
  await fetch(`${url}/_snapshot/${SAMPLE_REPOSITORY}`, { method: 'DELETE' });
  rmSync(join(repositories, 'search'), { recursive: true, force: true });
  await fillSnapshots({ url, folder: repositories, ...JOBS, signal: stopping.signal });
  writeFileSync(marker, TIMELINE_VERSION);
}

async function buildDashboard(): Promise<void> {
  const failure = await build(stopping.signal);
  stopping.signal.throwIfAborted();
  if (failure) throw new Refusal(`${failure.output}\nThe build failed: its reason stands above.`);
}

async function start(): Promise<void> {
  const port = configuredPort();
  const ownCluster = process.env['ELASTICSEARCH_URL'];
  if (ownCluster) checkConfiguration();
  else takeLock(port); // before the port: where a demo runs already, that is the better message than its port in use
  if (!(await portIsFree(port)))
    throw new Refusal(
      `Port ${String(port)} is in use: stop what listens there, or choose another one (PORT=${String(port === 65_535 ? port - 1 : port + 1)} npm run demo).`,
    );
  if (!ownCluster) assertDiskSpace(home);
  const [cluster] = await Promise.all([ownCluster ? null : startCluster(), buildDashboard()]);
  mkdirSync(home, { recursive: true });
  if (cluster) control = await startDemoControl(() => resetData(cluster.url));
  dashboard = await startDashboardProcess({
    port,
    // A restore-desk.yaml of the developer's own, in the project, is not the demo's.
    workingDirectory: home,
    logFile: join(home, 'dashboard.log'),
    env: cluster
      ? {
          ELASTICSEARCH_URL: cluster.url,
          RESTORE_DESK_CLUSTER: CLUSTER,
          RESTORE_DESK_NAME: 'Demo search',
          RESTORE_DESK_ENVIRONMENT: 'demo',
          RESTORE_DESK_BACKUPS: join(home, 'backups'),
          RESTORE_DESK_DATA: join(home, 'data'),
          RESTORE_DESK_CONFIG: undefined,
          RESTORE_DESK_DEMO_CONTROL: control?.url,
        }
      : {
          RESTORE_DESK_BACKUPS: process.env['RESTORE_DESK_BACKUPS'] || join(project, 'backups'),
          RESTORE_DESK_DATA: process.env['RESTORE_DESK_DATA'] || join(project, 'data'),
          RESTORE_DESK_CONFIG: undefined,
          RESTORE_DESK_DEMO_CONTROL: undefined,
        },
  });
  stopping.signal.throwIfAborted();
  console.log(`Restore Desk is at ${dashboard.url} (Ctrl-C stops it)`);
  const dashboardEnded = dashboard.ended.then(
    (code) => `The dashboard ended by itself (code ${String(code)}), see ${join(home, 'dashboard.log')}.`,
  );
  const serverEnded = cluster
    ? cluster.ended.then(() => `Elasticsearch ended by itself, see ${join(home, 'server')}.`)
    : new Promise<never>(() => undefined);
  const reason = await Promise.race([dashboardEnded, serverEnded]);
  if (!stopping.signal.aborted) throw new Refusal(reason);
}

/** The dashboard first: it still saves the state of its jobs. */
async function stopAll(): Promise<void> {
  await dashboard?.stop();
  control?.close();
  await server?.stop();
  if (existsSync(lock) && readFileSync(lock, 'utf8').endsWith(`\n${ownIdentity}`)) rmSync(lock);
}

let shutdown: Promise<void> | null = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) return;
    print('Stopping…');
    stopping.abort();
    shutdown = stopAll();
  });
}

let code = 0;
try {
  await start();
} catch (error) {
  if (!stopping.signal.aborted) {
    code = 1;
    if (error instanceof Refusal || error instanceof MissingRequirement) print(error.message);
    else if (error instanceof DashboardDidNotStart) print(`${error.message.trim()}\nThe dashboard did not start.`);
    else print(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}
stopping.abort();
await shutdown;
await stopAll(); // what was still starting when the stop began
process.exit(code);
