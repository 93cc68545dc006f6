import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { deleteSnapshot, readSnapshot } from '../elasticsearch/snapshots/snapshots.ts';
import { AppError } from '../errors.ts';

export interface SnapshotToDelete {
  repository: string;
  snapshot: string;
  /** Another snapshot of the same name has another one. */
  uuid: string;
}

/** Deletes the snapshot that was reviewed, and no other. Throws `not_found`, and `plan_changed` where another one has its name now. */
export async function deleteSnapshotAsReviewed(
  cluster: Cluster,
  { repository, snapshot, uuid }: SnapshotToDelete,
  signal: AbortSignal,
): Promise<void> {
  const found = await readSnapshot(cluster, repository, snapshot, signal);
  if (found === null) throw new AppError('not_found', `The snapshot ${snapshot} no longer exists.`);
  if (found.uuid !== uuid)
    throw new AppError('plan_changed', `${snapshot} is another snapshot than the one that was reviewed.`, {
      hint: 'It was deleted and taken again. Review the deletion again.',
    });
  await deleteSnapshot(cluster, repository, snapshot, signal);
}
