import { deleteSnapshot, readSnapshot } from '../../elasticsearch/snapshots/snapshots.ts';
import { AppError } from '../../errors.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import type { RunKind } from '../run-kind.ts';
import type { DeleteSnapshotResult, DeleteSnapshotWork } from './schema.ts';

/** Deletes the snapshot that was reviewed. Throws `not_found`, and `plan_changed` where another one has its name now. */
export const runDeleteSnapshot: RunKind<DeleteSnapshotWork, DeleteSnapshotResult> = async (
  { cluster },
  { plan },
  run,
) => {
  const started = performance.now();
  const { repository, snapshot, uuid, indices } = plan;
  assertNoRefusals(plan);
  await assertSameCluster(cluster, plan, run.signal);
  const found = await readSnapshot(cluster, repository, snapshot, run.signal);
  if (found === null) throw new AppError('not_found', `The snapshot ${snapshot} no longer exists.`);
  if (found.uuid !== uuid)
    throw new AppError('plan_changed', `${snapshot} is another snapshot than the one that was reviewed.`, {
      hint: 'It was deleted and taken again. Review the deletion again.',
    });
  await deleteSnapshot(cluster, repository, snapshot, run.signal);
  return {
    kind: 'delete-snapshot',
    status: 'done',
    repository,
    snapshot,
    indices,
    seconds: (performance.now() - started) / 1000,
  };
};
