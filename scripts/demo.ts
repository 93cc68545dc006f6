/**
 * `npm run demo`, or `restore-desk demo`: a real Elasticsearch with the sample data, a search app that writes to it, and the
 * dashboard for it. Ctrl-C stops them; their data is kept, so that the next start takes seconds. `npm run demo -- --reset` fills
 * the cluster again, and so does a button of the dashboard. `npm run demo -- --bucket` has the backups in a bucket of a store with
 * the S3 interface, which it starts; `npm run demo -- --staging` has a second cluster.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfiguration } from '../lib/config/load.ts';
import { dataDirectory, defaultBackups, isPackage } from '../lib/places.mjs';
import { isAppError } from '../lib/errors.ts';
import { build } from './build.ts';
import { DashboardDidNotStart, startDashboardProcess, type DashboardProcess } from './dashboard-process.ts';
import { startDemoBucket, type DemoBucket } from './demo-bucket.ts';
import { startDemoControl, type DemoControl } from './demo-control.ts';
import { writeDemoConfiguration } from './demo-configuration.ts';
import { discardOutdatedData, fillData, isFilled, paths, resetData } from './demo-data.ts';
import { startDemoStaging, type DemoStaging } from './demo-staging.ts';
import { makeRepositoryFolder } from './sample-data/fill-snapshots.ts';
import { ElasticsearchStore } from './search-app/elasticsearch-store.ts';
import { startSearchApp, type SearchApp } from './search-app/search-app.ts';
import { searchAppPort } from './search-app-port.ts';
import { processIdentity, isRunning } from './process-identity.ts';
import { MissingRequirement } from './servers/missing-requirement.ts';
import { portIsFree } from './servers/ports.ts';
import { assertDiskSpace } from './servers/disk-space.ts';
import { startServer, type Server } from './servers/start-server.ts';

process.umask(0o022); // the server's unprivileged user must be able to read what is unpacked for it

const { home } = paths;
const command = isPackage() ? 'restore-desk demo' : 'npm run demo';
const lock = join(home, 'running');
const ownIdentity = processIdentity(process.pid) ?? '';
const stopping = new AbortController();
let server: Server | null = null;
let dashboard: DashboardProcess | null = null;
let searchApp: SearchApp | null = null;
let control: DemoControl | null = null;
let bucket: DemoBucket | null = null;
let staging: DemoStaging | null = null;

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
  discardOutdatedData({ reset: process.argv.includes('--reset') });
  print('Starting Elasticsearch…');
  await makeRepositoryFolder(paths.repositories);
  const started = await startServer({ name: 'demo-search', directory: paths.server, repo: paths.repositories });
  server = started;
  stopping.signal.throwIfAborted();
  if (!isFilled()) {
    print('Filling it with sample data…');
    await fillData(started.url, stopping.signal);
  }
  return started;
}

/** What belongs to the demo's own cluster: the app that writes to it, and the service for the dashboard's button. */
async function startCompanions({ url }: Server, port: number): Promise<Record<string, string | undefined>> {
  searchApp = await startSearchApp({
    store: new ElasticsearchStore(url),
    port: await searchAppPort(join(home, 'search-app-port')),
  });
  if (process.argv.includes('--bucket')) {
    bucket = await startDemoBucket();
    if (bucket.isNew) await bucket.fill();
  }
  if (process.argv.includes('--staging')) {
    print('Starting a second cluster…');
    staging = await startDemoStaging(stopping.signal);
  }
  control = await startDemoControl(async () => {
    await resetData(url, stopping.signal);
    await bucket?.fill();
    await staging?.fill();
  });
  return {
    ELASTICSEARCH_URL: undefined,
    RESTORE_DESK_CONFIG: writeDemoConfiguration({
      port,
      elasticsearch: url,
      searchApp: searchApp.url,
      bucket,
      staging,
    }),
    DEMO_BUCKET_SECRET: bucket?.store.secretAccessKey,
    RESTORE_DESK_DATA: paths.data,
    RESTORE_DESK_DEMO_CONTROL: control.url,
  };
}

/** A package has it built. */
async function buildDashboard(): Promise<void> {
  if (isPackage()) return;
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
      `Port ${String(port)} is in use: stop what listens there, or choose another one (PORT=${String(port === 65_535 ? port - 1 : port + 1)} ${command}).`,
    );
  if (!ownCluster) assertDiskSpace(home);
  const [cluster] = await Promise.all([ownCluster ? null : startCluster(), buildDashboard()]);
  mkdirSync(home, { recursive: true });
  const env = cluster
    ? await startCompanions(cluster, port)
    : {
        RESTORE_DESK_BACKUPS: process.env['RESTORE_DESK_BACKUPS'] || join(process.cwd(), defaultBackups({})),
        RESTORE_DESK_DATA: process.env['RESTORE_DESK_DATA'] || dataDirectory({}, process.cwd()),
        RESTORE_DESK_CONFIG: undefined,
        RESTORE_DESK_DEMO_CONTROL: undefined,
      };
  dashboard = await startDashboardProcess({
    port,
    // A restore-desk.yaml of the developer's own, in the project, is not the demo's.
    workingDirectory: home,
    logFile: join(home, 'dashboard.log'),
    env,
  });
  stopping.signal.throwIfAborted();
  console.log(`Restore Desk is at ${dashboard.url} (Ctrl-C stops it)`);
  const dashboardEnded = dashboard.ended.then(
    (code) => `The dashboard ended by itself (code ${String(code)}), see ${join(home, 'dashboard.log')}.`,
  );
  const serverEnded = cluster
    ? cluster.ended.then(() => `Elasticsearch ended by itself, see ${paths.server}.`)
    : new Promise<never>(() => undefined);
  const reason = await Promise.race([dashboardEnded, serverEnded]);
  if (!stopping.signal.aborted) throw new Refusal(reason);
}

/** The dashboard first: it still saves the state of its jobs. */
async function stopAll(): Promise<void> {
  await dashboard?.stop();
  control?.close();
  await searchApp?.stop();
  await bucket?.store.stop();
  await staging?.server.stop();
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
