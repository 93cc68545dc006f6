import { configuredClustersIn } from '../config/for-command-line.ts';
import type { ConfiguredCluster } from '../config/configuration.ts';
import { saveObservedUuid } from '../config/cluster-uuids.ts';
import { strictest } from '../config/strictest.ts';
import type { JobWork } from '../contract/job.ts';
import { connect } from '../elasticsearch/client/client.ts';
import { strictestRulesOf, clusterUuidOf } from '../jobs/cluster-entries.ts';
import { withStore } from '../jobs/run-in-terminal.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import { saveClusterUuid } from '../jobs/store/cluster-uuids.ts';
import { kinds } from '../kinds/kinds.ts';
import type { Terminal } from './terminal.ts';

interface LookUp {
  dataDirectory: string;
  environment: NodeJS.ProcessEnv;
  terminal: Terminal;
  signal: AbortSignal;
}

/** For a protected entry that never answered; one that is down must not delay the command. */
const ANSWER_WITHIN_MS = 2_000;

/**
 * The configured cluster that work is on, with the strictest protection of all its entries: the entry `named` by the
 * arguments, else one with the same uuid, which is the same under every address. null: none.
 */
export async function configuredClusterOf(
  work: JobWork,
  named: ConfiguredCluster | null,
  lookUp: LookUp,
): Promise<ConfiguredCluster | null> {
  const uuid = kinds.of(work).clusterUuid(work);
  const clusters = configuredClustersIn(lookUp.environment);
  if (uuid === null || clusters.length === 0) return named;
  const withJobs = <T>(use: (store: JobStore) => T): T => withStore(lookUp.dataDirectory, use);
  if (named) withJobs((store) => saveUuid(store, named, uuid));
  const neverAnswered = withJobs((store) =>
    clusters.filter((entry) => entry.protected && clusterUuidOf(store, entry) === null),
  );
  for (const entry of neverAnswered) {
    const answered = await requestUuid(entry, lookUp);
    if (answered !== null) withJobs((store) => saveUuid(store, entry, answered));
  }
  if (named) return withJobs((store) => strictestRulesOf(store, named, uuid));
  const sameCluster = withJobs((store) => clusters.filter((entry) => clusterUuidOf(store, entry) === uuid));
  const entry = sameCluster.find(protects) ?? sameCluster.find(({ readOnly }) => !readOnly) ?? sameCluster[0] ?? null;
  return entry && strictest(entry, sameCluster);
}

const protects = (entry: ConfiguredCluster): boolean => entry.protected && !entry.readOnly;

function saveUuid(store: JobStore, entry: ConfiguredCluster, uuid: string): void {
  saveObservedUuid(entry, uuid);
  if (clusterUuidOf(null, entry) === uuid) saveClusterUuid(store, { key: entry.key, url: entry.connection.url, uuid });
}

async function requestUuid(entry: ConfiguredCluster, { signal, terminal }: LookUp): Promise<string | null> {
  const cluster = connect(entry.connection);
  try {
    const within = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    return (await cluster.identity(within)).uuid;
  } catch {
    terminal.print(
      `Warning: ${entry.name} is protected, does not answer and never has: whether it is this cluster is not known.`,
    );
    return null;
  } finally {
    await cluster.close().catch(() => undefined);
  }
}
