import type { ConfiguredCluster } from '../config.ts';
import type { AliasMap } from '../contract/alias-map.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import { desk } from '../jobs/desk.ts';
import { aliasMapOf } from './alias-map.ts';
import { FRESH_MS, PATIENCE_MS, watchOf } from './watch.ts';

/** Drawn once for each answer of the cluster, whoever asks: thousands of names are taken apart for it. */
const drawn = new WeakMap<ClusterIndices, { makers: string; map: AliasMap }>();

/** Throws what the cluster throws. */
export async function loadAliasMap(cluster: ConfiguredCluster): Promise<AliasMap> {
  const watch = watchOf(cluster.key);
  const indices = await watch.indices.read({ maxAgeMs: FRESH_MS, waitMs: PATIENCE_MS });
  const uuid = watch.health.reading().value?.identity.uuid;
  const madeBy = (uuid === undefined ? null : desk.madeBy(uuid)) ?? new Map<string, string>();
  const makers = [...madeBy].join();
  const known = drawn.get(indices);
  if (known?.makers === makers) return known.map;
  const map = aliasMapOf(indices, madeBy);
  drawn.set(indices, { makers, map });
  return map;
}
