import type { ConfiguredCluster } from '../config.ts';
import { observedUuid } from '../config/cluster-uuids.ts';
import { strictest } from '../config/strictest.ts';
import { savedClusterUuid } from './store/cluster-uuids.ts';
import type { JobStore } from './store/job-store.ts';

/**
 * The cluster's uuid, as it last answered under this entry; null: it never did. Without a store: as observed by this
 * process.
 */
export const clusterUuidOf = (store: JobStore | null, cluster: ConfiguredCluster): string | null =>
  observedUuid(cluster) ?? (store && savedClusterUuid(store, cluster.key, cluster.connection.url));

/** What entries are compared by. */
interface Compared {
  uuidOf(cluster: ConfiguredCluster): string | null;
  addressOf(cluster: ConfiguredCluster): string;
}

const comparedIn = (store: JobStore | null): Compared => ({
  uuidOf: (cluster) => clusterUuidOf(store, cluster),
  addressOf,
});

/** As they are now: each entry is looked up once, however many it is compared with. */
function comparedOnce(store: JobStore | null): Compared {
  const [uuids, addresses] = [new Map<string, string | null>(), new Map<string, string>()];
  return {
    uuidOf: (cluster) => once(uuids, cluster, (each) => clusterUuidOf(store, each)),
    addressOf: (cluster) => once(addresses, cluster, addressOf),
  };
}

function once<T>(known: Map<string, T>, cluster: ConfiguredCluster, read: (cluster: ConfiguredCluster) => T): T {
  if (!known.has(cluster.key)) known.set(cluster.key, read(cluster));
  return known.get(cluster.key)!;
}

/** The other entries of the configuration that name the same cluster, by its uuid. */
export const sameClusterAs = (
  store: JobStore | null,
  cluster: ConfiguredCluster,
  uuid: string | null = clusterUuidOf(store, cluster),
): ConfiguredCluster[] => othersOf(cluster, uuid, comparedIn(store));

const othersOf = (cluster: ConfiguredCluster, uuid: string | null, { uuidOf }: Compared): ConfiguredCluster[] =>
  uuid === null ? [] : (cluster.others?.() ?? []).filter((other) => uuidOf(other) === uuid);

/**
 * The same, and entries of the same address that never answered: an entry with wrong credentials may still name this
 * cluster. For rules that may be applied once too often.
 */
function entriesThatMayProtect(
  cluster: ConfiguredCluster,
  uuid: string | null,
  compared: Compared,
): ConfiguredCluster[] {
  const address = compared.addressOf(cluster);
  const neverAnswered = (cluster.others?.() ?? []).filter(
    (other) => compared.addressOf(other) === address && compared.uuidOf(other) === null,
  );
  return [...othersOf(cluster, uuid, compared), ...neverAnswered];
}

const addressOf = ({ connection }: ConfiguredCluster): string => {
  const { origin, pathname } = new URL(connection.url);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
};

/** The rules of one entry, and the keys of its approvals. */
export interface EntryRules {
  /** With the strictest protection that any entry gives its cluster. */
  strictest: ConfiguredCluster;
  /** The keys under which this cluster's approvals and break-glass uses are stored, its own first. */
  approvalKeys: string[];
}

function rulesOf(cluster: ConfiguredCluster, compared: Compared, uuid?: string): EntryRules {
  // Most configurations need no look-up.
  const isSimple = !cluster.protected && !(cluster.others?.() ?? []).some((other) => other.protected);
  if (isSimple) return { strictest: cluster, approvalKeys: [cluster.key] };
  const others = entriesThatMayProtect(cluster, uuid ?? compared.uuidOf(cluster), compared);
  const rules = strictest(cluster, others);
  return {
    strictest: rules,
    approvalKeys: rules.protected ? [cluster.key, ...others.map(({ key }) => key)] : [cluster.key],
  };
}

/** Of several entries, by the key. Without a store: by the uuids that this process has observed. */
export function rulesOfAll(store: JobStore | null, clusters: readonly ConfiguredCluster[]): Map<string, EntryRules> {
  const compared = comparedOnce(store);
  return new Map(clusters.map((cluster) => [cluster.key, rulesOf(cluster, compared)]));
}

/** The entry with the strictest protection that any entry gives its cluster. `uuid`: of the cluster of a plan. */
export const strictestRulesOf = (
  store: JobStore | null,
  cluster: ConfiguredCluster,
  uuid?: string,
): ConfiguredCluster => rulesOf(cluster, comparedIn(store), uuid).strictest;

/** The keys under which this cluster's approvals and break-glass uses are stored, its own first. */
export const approvalKeys = (store: JobStore, cluster: ConfiguredCluster, uuid?: string): string[] =>
  rulesOf(cluster, comparedIn(store), uuid).approvalKeys;
