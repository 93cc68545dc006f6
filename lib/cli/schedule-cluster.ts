import { commandLineDefaults, dashboardConfiguration, sameAddress } from '../config/for-command-line.ts';
import type { ConfiguredCluster } from '../config/configuration.ts';
import { clusterUuidOf, sameClusterAs } from '../jobs/cluster-entries.ts';
import { withStore } from '../jobs/run-in-terminal.ts';
import { savedClusterEntries } from '../jobs/store/cluster-uuids.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import type { CommandContext } from './command-context.ts';

/** The cluster of a command line's schedules, as the dashboard that runs them knows it. */
export interface ScheduleCluster {
  dataDirectory: string;
  key: string;
  /** Its entry in the configuration; null: none is known. */
  entry: ConfiguredCluster | null;
  /** The source of its zip backups; null: no configuration says it. */
  source: string | null;
  /** Whether an entry of the same cluster is read-only. */
  readOnly: boolean;
  /** Why perhaps no dashboard runs its schedules, as a sentence; null: one does. */
  warning: string | null;
}

/** How long a cluster is asked which one it is: an entry of the configuration may have another address of it. */
const ANSWER_WITHIN_MS = 2_000;

/**
 * Schedules belong to the key of an entry: a dashboard with that entry, and with the same data directory, runs them. The entry
 * is the one that the argument names by its key or address, else the one of the same cluster. Without a configuration it is the
 * entry of the dashboard that was started for the address, or will be. Throws AppError invalid_input, disk.
 */
export async function scheduleCluster(context: CommandContext): Promise<ScheduleCluster> {
  const { environment } = context;
  const { configured, connection } = context.target();
  const { url } = connection;
  const { clusterKey, dataDirectory } = commandLineDefaults(url, environment);
  const configuration = dashboardConfiguration(url, environment);
  const { clusters, file } = configuration;
  const named = configured ?? clusters.find((entry) => sameAddress(entry.connection.url, url)) ?? null;
  if (file === null && !environment['ELASTICSEARCH_URL'])
    return {
      dataDirectory,
      ...withStore(dataDirectory, (store) => ofAddressAlone(store, url, named!, clusterKey)),
    };
  const uuid = named === null ? await answeredUuid(context) : null;
  return withStore(dataDirectory, (store) => {
    const entry = named ?? clusters.find((each) => uuid !== null && clusterUuidOf(store, each) === uuid) ?? null;
    return entry
      ? {
          dataDirectory,
          key: entry.key,
          entry,
          source: entry.backupSource,
          readOnly: isReadOnly(store, entry),
          warning: null,
        }
      : {
          dataDirectory,
          key: clusterKey,
          entry: null,
          source: null,
          readOnly: false,
          warning: `${file ?? 'ELASTICSEARCH_URL'} does not name the cluster at ${url}: a dashboard with it does not run this cluster’s schedules.`,
        };
  });
}

const isReadOnly = (store: JobStore, entry: ConfiguredCluster): boolean =>
  [entry, ...sameClusterAs(store, entry)].some(({ readOnly }) => readOnly);

/** Without a configuration. the entry: of a dashboard that is started here for the address; `otherKey`: that no dashboard has. */
function ofAddressAlone(
  store: JobStore,
  url: string,
  { backupSource, key }: ConfiguredCluster,
  otherKey: string,
): Omit<ScheduleCluster, 'dataDirectory'> {
  const found = { entry: null, source: backupSource, readOnly: false };
  const seen = savedClusterEntries(store);
  const before = seen.find((each) => sameAddress(each.url, url));
  if (before) return { ...found, key: before.key, warning: null };
  const other = seen.find((each) => each.key === key);
  return other
    ? {
        ...found,
        key: otherKey,
        warning: `The dashboard of this data directory is for ${other.url}: it does not run the schedules of ${url}.`,
      }
    : {
        ...found,
        key,
        warning:
          'No configuration names this cluster: only a dashboard that is started for it runs this cluster’s schedules, with ' +
          `ELASTICSEARCH_URL=${url} and the same data directory.`,
      };
}

async function answeredUuid({ cluster, signal }: CommandContext): Promise<string | null> {
  try {
    return (await cluster().identity(AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]))).uuid;
  } catch {
    signal.throwIfAborted();
    return null;
  }
}
