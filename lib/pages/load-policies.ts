import type { ConfiguredCluster } from '../config.ts';
import type { PoliciesPage } from '../contract/policies.ts';
import { MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';
import { policiesPage } from '../present/policy-rows.ts';

/** Policies change seldom, and run seldom. */
const MAX_AGE_MS = 8_000;

/** The cluster's own policies for snapshots; null: it has none. Throws AppError, `forbidden` without `read_slm`. */
export async function loadPolicies(cluster: ConfiguredCluster): Promise<PoliciesPage | null> {
  const reads = readsOf(cluster.key).repositories;
  const { policies, matching, takenAt } = await reads.policies.read({ maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS });
  if (policies === null) return null;
  const registered = reads.registered.reading().value?.repositories.map(({ name }) => name) ?? null;
  return policiesPage({
    policies,
    matching,
    repositories: registered,
    snapshot: (repository, name) =>
      (registered?.includes(repository) ?? false)
        ? (reads
            .names(repository)
            .reading()
            .value?.find((each) => each.name === name) ?? null)
        : null,
    takenAt,
    now: new Date(),
  });
}
