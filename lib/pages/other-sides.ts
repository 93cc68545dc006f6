import { lastUuidOf } from '../access/cluster-rules.ts';
import { roleOnCluster } from '../access/current-user.ts';
import { mayDoHere } from '../access/shared-rules.ts';
import { findCluster } from '../config.ts';
import type { ComparedSide } from '../contract/comparison.ts';
import type { Viewer } from './job-for.ts';

/**
 * Why a person may not read the documents of a comparison whose sides are of other clusters than its own, as a sentence; null: they
 * may. A cluster without a role is not named.
 */
export async function blockedByOtherSides(
  viewer: Viewer,
  sides: { left: ComparedSide; right: ComparedSide },
): Promise<string | null> {
  for (const name of ['left', 'right'] as const) {
    const side = sides[name];
    if (side.kind === 'backup' || side.cluster === undefined) continue;
    const { key, uuid } = side.cluster;
    const cluster = key === null ? null : findCluster(key);
    const role = cluster === null || viewer === null ? null : roleOnCluster(viewer, cluster);
    if (cluster === null || role === null) return `The ${name} index is of another cluster, on which you have no role.`;
    if ((lastUuidOf(cluster) ?? uuid) !== uuid)
      return `The ${name} index is of another cluster than ${cluster.name} is now, so who may read its documents is not known.`;
    const verdict = await mayDoHere(viewer!, role, cluster, 'read-documents');
    if (!verdict.allowed) return verdict.why;
  }
  return null;
}
