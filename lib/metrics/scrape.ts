import { setImmediate as nextTurn } from 'node:timers/promises';
import { configuration, configuredClusters } from '../config.ts';
import { jobs, runner } from '../jobs/jobs.ts';
import type { ScheduleWithRuns } from '../jobs/schedules-with-runs.ts';
import { auditLogSpace, type AuditLogSpace } from '../jobs/store/audit-log-space.ts';
import { databaseMetrics, type DatabaseMetrics } from '../jobs/store/metrics.ts';
import { isAppError } from '../errors.ts';
import { kinds } from '../kinds/kinds.ts';
import { timesNow } from '../pages/schedule-times.ts';
import { processGlobal } from '../process-wide.ts';
import { addAliases } from './aliases.ts';
import { addBackups } from './backups.ts';
import { clusterFacts } from './cluster-facts.ts';
import { addClusters } from './clusters.ts';
import { addDrills } from './drills.ts';
import { addIncidents } from './incidents.ts';
import { addJobs } from './jobs.ts';
import { MOST_ALIASES } from './limits.ts';
import { addProcess } from './process.ts';
import { addSchedules } from './schedules.ts';
import { Sheet } from './sheet.ts';

/** Scrapes of several servers within this time share one text. */
const SHARED_FOR_MS = 1_000;

const last = processGlobal('metrics', (): { text: Promise<string> | null; endedAt: number } => ({
  text: null,
  endedAt: Infinity,
}));

/** The metrics of now, in the text format. Never waits for a cluster that does not answer; a second at most for others. */
export function metricsText(): Promise<string> {
  const known = last();
  if (known.text !== null && performance.now() - known.endedAt < SHARED_FOR_MS) return known.text;
  known.endedAt = Infinity;
  known.text = scrape().finally(() => {
    known.endedAt = performance.now();
  });
  return known.text;
}

async function scrape(): Promise<string> {
  const sheet = new Sheet();
  const clusters = configuredClusters();
  const facts = await Promise.all(clusters.map((cluster) => clusterFacts(cluster, MOST_ALIASES)));
  for (const each of facts)
    for (const add of [addClusters, addAliases, addBackups, addDrills]) {
      add(sheet, each);
      await nextTurn();
    }
  addFromDatabase(
    sheet,
    clusters.map(({ key }) => key),
  );
  return sheet.text();
}

function addFromDatabase(sheet: Sheet, clusters: readonly string[]): void {
  const known = readDatabase(clusters);
  addProcess(sheet, known && known.space);
  if (known === null) return;
  addJobs(sheet, known.metrics, { clusters, kinds: kinds.all().map(({ kind }) => kind) });
  const channels = configuration().notifications.channels.map(({ name }) => name);
  addIncidents(sheet, known.metrics, { clusters, channels });
  const now = Date.now();
  for (const schedules of known.schedules) addSchedules(sheet, schedules, ({ spec }) => timesNow(spec, now).next, now);
}

interface Known {
  metrics: DatabaseMetrics;
  space: AuditLogSpace;
  schedules: ScheduleWithRuns[][];
}

/** null: the jobs' database can't be read. */
function readDatabase(clusters: readonly string[]): Known | null {
  try {
    const { store } = runner();
    return {
      metrics: databaseMetrics(store),
      space: auditLogSpace(store, configuration().dataDirectory),
      schedules: clusters.map((cluster) => jobs.schedulesWithRuns(cluster)),
    };
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}
