import type { Authorised } from '../access/authorise.ts';
import { lastUuidOf } from '../access/cluster-rules.ts';
import { mayDoWithShared } from '../access/shared-rules.ts';
import { backupSources } from '../backups/sources.ts';
import { bucketAccess } from '../config.ts';
import type { BackupRef } from '../contract/backup-ref.ts';
import { AppError } from '../errors.ts';
import { kinds } from '../kinds/kinds.ts';
import { jobOn } from './load-job.ts';

type Caller = Pick<Authorised, 'cluster' | 'identity'>;

/**
 * A restore makes a backup's documents readable to the users of its cluster. Where a `sensitive` cluster keeps its
 * backups in the same place, a backup of another cluster can be restored only by a user who may read documents on both.
 * Throws AppError forbidden.
 */
export async function assertMayRestore({ cluster, identity }: Caller, backup: BackupRef): Promise<void> {
  const verdict = await mayDoWithShared(identity, cluster, 'read-documents', { source: backup.source, foreign: true });
  if (verdict.allowed) return;
  const uuid = lastUuidOf(cluster);
  if (uuid !== null && (await sourceClusterOf(backup)) === uuid) return;
  throw new AppError('forbidden', `This backup was not made from ${cluster.name}. ${verdict.why}`, {
    hint: 'Ask somebody who may read documents on both clusters, or keep the backups of each in a directory, or a prefix, of its own.',
  });
}

/** Rejected documents are documents of the job's backup: its source decides. Throws AppError forbidden, not_found. */
export async function assertMayReadRejected({
  context: { cluster, identity },
  params,
}: {
  context: Caller;
  params: { id: string };
}): Promise<void> {
  const { work } = jobOn(cluster, params.id);
  const backup = kinds.of(work).backup(work);
  if (backup === null) return;
  const verdict = await mayDoWithShared(identity, cluster, 'read-documents', { source: backup.source });
  if (verdict.allowed) return;
  throw new AppError('forbidden', verdict.why, { hint: 'Ask somebody who may read documents there.' });
}

/** The uuid of the cluster that a backup was made from; null: its manifest has none, or can't be read. */
async function sourceClusterOf({ source, id }: BackupRef): Promise<string | null> {
  try {
    const { summary } = await backupSources({ trusted: true, bucket: bucketAccess }).of(source).describe(id);
    return summary.manifest?.cluster.uuid ?? null;
  } catch {
    return null;
  }
}
