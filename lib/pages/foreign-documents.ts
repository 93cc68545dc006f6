import type { Authorised } from '../access/authorise.ts';
import { lastUuidOf } from '../access/cluster-rules.ts';
import { mayDoWithShared } from '../access/shared-rules.ts';
import { backupSources } from '../backups/sources.ts';
import type { BackupRef } from '../contract/backup-ref.ts';
import type { JobWork } from '../contract/job.ts';
import { AppError } from '../errors.ts';
import { kinds } from '../kinds/kinds.ts';
import { jobOn } from './load-jobs.ts';

type Asking = Pick<Authorised, 'cluster' | 'identity'>;

/**
 * A restore brings a backup's documents to where others read them. One that lies where a `sensitive` cluster has its
 * backups, and was not made from the cluster it is restored into, takes somebody who may read documents on both. Throws
 * forbidden.
 */
export async function refuseForeignRestore({ cluster, identity }: Asking, backup: BackupRef): Promise<void> {
  const verdict = await mayDoWithShared(identity, cluster, 'read-documents', { source: backup.source, foreign: true });
  if (verdict.allowed) return;
  const uuid = lastUuidOf(cluster);
  if (uuid !== null && (await madeFrom(backup)) === uuid) return;
  throw new AppError('forbidden', `This backup was not made from ${cluster.name}. ${verdict.why}`, {
    hint: 'Ask somebody who may read documents on both clusters, or keep the backups of each in a directory of its own.',
  });
}

/** The same for a job that is resumed, or its rejected documents retried. */
export async function refuseForeignWork(asking: Asking, work: JobWork): Promise<void> {
  const restores = kinds.of(work).restoreFacts(work);
  if (restores !== null) await refuseForeignRestore(asking, restores.backup);
}

/** Rejected documents are those of the job's backup, wherever that lay. Throws forbidden, not_found. */
export async function admitToRejected({
  context: { cluster, identity },
  params,
}: {
  context: Asking;
  params: { id: string };
}): Promise<void> {
  const { work } = jobOn(cluster, params.id);
  const backup = kinds.of(work).backup(work);
  if (backup === null) return;
  const verdict = await mayDoWithShared(identity, cluster, 'read-documents', { source: backup.source });
  if (verdict.allowed) return;
  throw new AppError('forbidden', verdict.why, { hint: 'Ask somebody who may read documents there.' });
}

/** The id of the cluster that a backup says it was made from; null: it does not say, or can't be read. */
async function madeFrom({ source, id }: BackupRef): Promise<string | null> {
  try {
    const { summary } = await backupSources({ trusted: true }).of(source).describe(id);
    return summary.manifest?.cluster.uuid ?? null;
  } catch {
    return null;
  }
}
