import type { ServerPolicies } from '../contract/policies.ts';
import { isAppError } from '../errors.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { countMatching } from '../elasticsearch/snapshots/matching-indices.ts';
import { readPolicies } from '../elasticsearch/snapshots/policies.ts';

export interface ReadPolicies {
  takenAt: string;
  /** null: the cluster has no such feature. */
  policies: ServerPolicies | null;
  /** By the name of a policy that does not cover every index: how many its patterns match now; null: unknown. */
  matching: ReadonlyMap<string, number | null>;
}

/** The policies of a cluster, and what they cover now. Throws AppError. */
export async function readPoliciesAndMatches(cluster: Cluster, signal: AbortSignal): Promise<ReadPolicies> {
  const takenAt = new Date().toISOString();
  const policies = await readPolicies(cluster, signal);
  const matching = new Map<string, number | null>();
  // One after the other: a cluster has a handful, and this is not urgent.
  for (const { name, indices } of policies?.policies ?? [])
    if (indices !== null) matching.set(name, await countMatching(cluster, indices, signal).catch(nullUnlessCancelled));
  return { takenAt, policies, matching };
}

/** One blocked index must not hide the policies. */
function nullUnlessCancelled(error: unknown): null {
  if (!isAppError(error) || error.code === 'cancelled') throw error;
  return null;
}
