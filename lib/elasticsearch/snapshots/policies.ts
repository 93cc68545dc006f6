import type { ServerPolicies } from '../../contract/policies.ts';
import { AppError, isAppError } from '../../errors.ts';
import { capabilitiesOf } from '../capabilities.ts';
import type { Cluster } from '../client/cluster.ts';
import { object, text } from '../client/shape.ts';
import { readLifecyclePolicies } from './slm-policies.ts';
import { readManagementPolicies } from './sm-policies.ts';

/**
 * The cluster's own policies for snapshots; null: it has no such feature. By version and by the answer: a distribution without the
 * feature answers 400 or 405 (tried). With it: read in the documentation, not tried. Throws AppError `forbidden` where the user may not
 * read them (`read_slm`).
 */
export async function readPolicies(cluster: Cluster, signal?: AbortSignal): Promise<ServerPolicies | null> {
  const { lifecycleManagement, snapshotManagement } = capabilitiesOf(await cluster.identity(signal));
  if (!lifecycleManagement && !snapshotManagement) return null;
  try {
    return await (lifecycleManagement ? readLifecyclePolicies : readManagementPolicies)(cluster, signal);
  } catch (error) {
    if (isAppError(error) && (error.details['status'] === 400 || error.details['status'] === 405)) return null;
    throw error;
  }
}

/**
 * Runs a policy of SLM now. Resolves with the name of the snapshot that the cluster has begun. Not repeated: after a lost response it may
 * have begun. Read in the documentation, not tried.
 */
export async function runPolicy(cluster: Cluster, name: string, signal?: AbortSignal): Promise<string> {
  if (!capabilitiesOf(await cluster.identity(signal)).lifecycleManagement)
    throw new AppError('unsupported', 'This cluster has no request that runs a policy now.', {
      hint: 'Take a snapshot on the page Back up instead.',
    });
  const { snapshot_name: snapshot } = await cluster.request({
    method: 'POST',
    path: `/_slm/policy/${encodeURIComponent(name)}/_execute`,
    shape: object({ snapshot_name: text }),
    idempotent: false,
    signal,
    timeoutMs: 60_000,
  });
  return snapshot;
}
