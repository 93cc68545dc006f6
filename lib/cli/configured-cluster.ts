import { clustersIn } from '../config/for-command-line.ts';
import type { ConfiguredCluster } from '../config/load.ts';
import { noteUuid } from '../config/cluster-uuids.ts';
import { strictest } from '../config/strictest.ts';
import type { JobWork } from '../contract/job.ts';
import { connect } from '../elasticsearch/client/client.ts';
import { strictestRulesOf, clusterUuidOf } from '../jobs/cluster-entries.ts';
import { withStore } from '../jobs/run-in-terminal.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import { saveClusterUuid } from '../jobs/store/cluster-uuids.ts';
import { kinds } from '../kinds/kinds.ts';
import type { Terminal } from './terminal.ts';

interface Around {
  dataDirectory: string;
  environment: NodeJS.ProcessEnv;
  terminal: Terminal;
  signal: AbortSignal;
}

/** For a cluster that protects; who is down is not waited for. */
const ANSWERS_WITHIN_MS = 2_000;

/**
 * The entry of the configuration that a work is on: the one that was `named`, else by the cluster's own id, which is the
 * same under every address; with what protects this cluster under any entry. null: none.
 */
export async function configuredClusterOf(
  work: JobWork,
  named: ConfiguredCluster | null,
  around: Around,
): Promise<ConfiguredCluster | null> {
  const uuid = kinds.of(work).clusterUuid(work);
  const clusters = clustersIn(around.environment);
  if (uuid === null || clusters.length === 0) return named;
  const known = <T>(ask: (store: JobStore) => T): T => withStore(around.dataDirectory, ask);
  if (named) known((store) => remember(store, named, uuid));
  const unseen = known((store) => clusters.filter((entry) => entry.protected && clusterUuidOf(store, entry) === null));
  for (const entry of unseen) {
    const found = await askFor(entry, around);
    if (found !== null) known((store) => remember(store, entry, found));
  }
  if (named) return known((store) => strictestRulesOf(store, named, uuid));
  const same = known((store) => clusters.filter((entry) => clusterUuidOf(store, entry) === uuid));
  const entry = same.find(protects) ?? same.find(({ readOnly }) => !readOnly) ?? same[0] ?? null;
  return entry && strictest(entry, same);
}

const protects = (entry: ConfiguredCluster): boolean => entry.protected && !entry.readOnly;

function remember(store: JobStore, entry: ConfiguredCluster, uuid: string): void {
  noteUuid(entry, uuid);
  if (clusterUuidOf(null, entry) === uuid) saveClusterUuid(store, { key: entry.key, url: entry.connection.url, uuid });
}

async function askFor(entry: ConfiguredCluster, { signal, terminal }: Around): Promise<string | null> {
  const cluster = connect(entry.connection);
  try {
    const within = AbortSignal.any([signal, AbortSignal.timeout(ANSWERS_WITHIN_MS)]);
    return (await cluster.identity(within)).uuid;
  } catch {
    terminal.say(
      `Warning: ${entry.name} is protected, does not answer and never has: whether it is this cluster is not known.`,
    );
    return null;
  } finally {
    await cluster.close().catch(() => undefined);
  }
}
