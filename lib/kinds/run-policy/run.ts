import { runPolicy } from '../../elasticsearch/snapshots/policies.ts';
import { AppError, isShuttingDown } from '../../errors.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import { awaitEnd, cancelSnapshot } from '../../snapshots/take-snapshot.ts';
import type { RunKind } from '../run-kind.ts';
import { runPolicyCheckpoint, type RunPolicyCheckpoint, type RunPolicyResult, type RunPolicyWork } from './schema.ts';

const MOST_FAILURES = 200;

/**
 * Runs the policy once, and follows its snapshot: run again after an interruption, it only follows. Throws `cluster_error` where
 * the snapshot failed.
 */
export const runRunPolicy: RunKind<RunPolicyWork, RunPolicyResult, RunPolicyCheckpoint> = async (
  { cluster },
  { cluster: planned, policy, repository },
  run,
) => {
  const started = performance.now();
  await assertSameCluster(cluster, { cluster: planned }, run.signal);
  const saved = runPolicyCheckpoint.safeParse(run.checkpoint).data ?? null;
  if (saved !== null && saved.snapshot === null)
    throw new AppError('refused', `Whether the cluster began a snapshot of the policy ${policy} is not known.`, {
      hint: 'The policy’s last success and last failure on the page Repositories tell. Run it again there if it did not.',
    });
  if (saved === null) run.saveCheckpoint({ snapshot: null });
  const name = saved?.snapshot ?? (await runPolicy(cluster, policy, run.signal));
  run.saveCheckpoint({ snapshot: name });
  run.log(`The cluster takes the snapshot ${name}.`);
  try {
    const taken = await awaitEnd(cluster, { repository, name }, run);
    if (taken.state === 'FAILED')
      throw new AppError(
        'cluster_error',
        `The snapshot ${name} failed: ${taken.reason ?? taken.failures[0]?.reason ?? 'the cluster gives no reason'}.`,
      );
    return {
      kind: 'run-policy',
      status: taken.state === 'SUCCESS' && taken.indices.length > 0 ? 'done' : 'partial',
      policy,
      repository,
      snapshot: name,
      uuid: taken.uuid,
      state: taken.state,
      indices: taken.indices.length,
      shards: taken.shards,
      failures: taken.failures.slice(0, MOST_FAILURES),
      seconds: (performance.now() - started) / 1000,
    };
  } catch (error) {
    if (run.signal.aborted && !isShuttingDown(run.signal)) await cancelSnapshot(cluster, { repository, name }, run);
    throw error;
  }
};
