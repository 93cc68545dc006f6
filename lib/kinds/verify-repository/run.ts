import { verifyRepository } from '../../elasticsearch/snapshots/repositories.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import type { RunKind } from '../run-kind.ts';
import type { VerifyRepositoryResult, VerifyRepositoryWork } from './schema.ts';

/** Has every node write to the repository and read from it. Throws with the node and its reason where one can't. */
export const runVerifyRepository: RunKind<VerifyRepositoryWork, VerifyRepositoryResult> = async (
  { cluster },
  { cluster: planned, repository },
  run,
) => {
  const started = performance.now();
  await assertSameCluster(cluster, { cluster: planned }, run.signal);
  const nodes = await verifyRepository(cluster, repository, run.signal);
  return {
    kind: 'verify-repository',
    status: 'done',
    repository,
    nodes,
    seconds: (performance.now() - started) / 1000,
  };
};
