import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import { deleteSnapshotAsReviewed } from '../../snapshots/delete-snapshot.ts';
import type { RunKind } from '../run-kind.ts';
import type { DeleteSnapshotResult, DeleteSnapshotWork } from './schema.ts';

/** Deletes the snapshot that was reviewed. Throws `not_found`, and `plan_changed` where another one has its name now. */
export const runDeleteSnapshot: RunKind<DeleteSnapshotWork, DeleteSnapshotResult> = async (
  { cluster },
  { plan },
  run,
) => {
  const started = performance.now();
  const { repository, snapshot, indices } = plan;
  assertNoRefusals(plan);
  await assertSameCluster(cluster, plan, run.signal);
  await deleteSnapshotAsReviewed(cluster, plan, run.signal);
  return {
    kind: 'delete-snapshot',
    status: 'done',
    repository,
    snapshot,
    indices,
    seconds: (performance.now() - started) / 1000,
  };
};
