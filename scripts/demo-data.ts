import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deleteAllIndices, fillCluster, type SampleBackup } from './sample-data/fill-cluster.ts';
import { fillDrills } from './sample-data/fill-drills.ts';
import { clusterUuid, fillHistory } from './sample-data/fill-history.ts';
import { fillSchedules } from './sample-data/fill-schedules.ts';
import { fillSnapshots, SAMPLE_REPOSITORY } from './sample-data/fill-snapshots.ts';
import { forgetBackups } from './sample-data/forget-backups.ts';
import { forgetIncidents } from './sample-data/forget-incidents.ts';
import { writeCaptures } from './sample-data/write-captures.ts';
import { cacheDirectory } from './servers/unprivileged.ts';

/** Change it when the sample data changes: an older demo is then filled again. */
const TIMELINE_VERSION = '8';
/** The key of the demo's cluster. */
export const CLUSTER = 'demo';

const home = join(cacheDirectory(), 'demo');

/** Where the demo keeps what. */
export const paths = {
  home,
  server: join(home, 'server'),
  backups: join(home, 'backups'),
  /** Of the store that has copies of them, where the demo shows a bucket. */
  store: join(home, 'store'),
  /** All of the second cluster, where the demo shows one. */
  staging: join(home, 'staging'),
  data: join(home, 'data'),
  /** Of snapshots: `path.repo`. */
  repositories: join(home, 'repositories'),
  /** The requests to the search app, as GoReplay captured them. */
  captures: join(home, 'captures'),
  /** Its content is the version of the sample data; missing while the data is not complete. */
  filled: join(home, 'filled'),
};

/** Where the jobs of the sample data are recorded. */
const JOBS = { cluster: CLUSTER, dataDirectory: paths.data };

export const isFilled = (): boolean => existsSync(paths.filled);

/** Deletes data that is partly filled, filled from another version of the sample data, or to be reset. The server must not run. */
export function discardOutdatedData({ reset }: { reset: boolean }): void {
  if (isFilled() && readFileSync(paths.filled, 'utf8') === TIMELINE_VERSION && !reset) return;
  for (const part of [
    paths.server,
    paths.backups,
    paths.data,
    paths.repositories,
    paths.captures,
    paths.store,
    paths.staging,
    paths.filled,
  ])
    rmSync(part, { recursive: true, force: true });
}

/** Fills an empty server. */
export async function fillData(url: string, signal: AbortSignal): Promise<void> {
  const backups: SampleBackup[] = [];
  const onBackup = (backup: SampleBackup) => void backups.push(backup);
  const timeline = await fillCluster({ url, backupDirectory: paths.backups, signal, onBackup });
  await writeCaptures(paths.captures, timeline);
  // In the order of the times of their jobs.
  fillSchedules({ ...JOBS, timeline, backups });
  await fillDrills({ url, ...JOBS, timeline, backups, signal });
  await fillSnapshots({ url, folder: paths.repositories, ...JOBS, signal });
  await fillHistory({ url, ...JOBS, timeline });
  writeFileSync(paths.filled, TIMELINE_VERSION);
}

/**
 * Deletes every index, backup, snapshot, capture and schedule of the running demo, and fills it again. Until it is done, the next start would do
 * so.
 */
export async function resetData(url: string, signal: AbortSignal): Promise<void> {
  rmSync(paths.filled, { force: true });
  await deleteAllIndices(url);
  // The directory itself is kept: the dashboard watches it.
  for (const name of existsSync(paths.backups) ? readdirSync(paths.backups) : [])
    rmSync(join(paths.backups, name), { recursive: true, force: true });
  forgetBackups(paths.data, paths.backups, await clusterUuid(url));
  const backups: SampleBackup[] = [];
  const onBackup = (backup: SampleBackup) => void backups.push(backup);
  const timeline = await fillCluster({ url, backupDirectory: paths.backups, signal, onBackup });
  await writeCaptures(paths.captures, timeline);
  await fetch(`${url}/_snapshot/${SAMPLE_REPOSITORY}`, { method: 'DELETE' });
  rmSync(join(paths.repositories, 'search'), { recursive: true, force: true });
  fillSchedules({ ...JOBS, timeline, backups });
  await fillDrills({ url, ...JOBS, timeline, backups, signal });
  await fillSnapshots({ url, folder: paths.repositories, ...JOBS, signal });
  forgetIncidents(paths.data, CLUSTER);
  writeFileSync(paths.filled, TIMELINE_VERSION);
}
