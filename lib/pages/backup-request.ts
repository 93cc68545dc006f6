import type { ConfiguredCluster } from '../config.ts';
import { AppError } from '../errors.ts';
import type { Selection } from '../kinds/backup/choose-indices.ts';
import type { BackupRequest } from '../kinds/backup/plan.ts';
import type { BackupRequestQuery } from '../kinds/backup/review.ts';
import type { SnapshotRequest } from '../kinds/snapshot/plan.ts';
import type { SnapshotRequestQuery } from '../kinds/snapshot/review.ts';
import { readSavedNames } from '../saved-input/saved-names.ts';

type Cluster = Pick<ConfiguredCluster, 'key' | 'backupSource'>;

/** The request for `planBackup`, from the selection on the page. Throws AppError invalid_input for an empty one. */
export const backupRequestOf = (query: BackupRequestQuery, cluster: Cluster): BackupRequest => ({
  ...selectionOf(query, cluster),
  source: cluster.backupSource,
});

/** The request for `planSnapshot`. `by`: who asks. Throws AppError invalid_input for an empty selection. */
export const snapshotRequestOf = (
  { repository, name, why, digest, ...query }: SnapshotRequestQuery,
  cluster: Cluster,
  by: string,
): SnapshotRequest => ({
  ...selectionOf(query, cluster),
  repository,
  name,
  why: why?.trim() || null,
  digest: digest === 'yes',
  by,
});

function selectionOf(query: BackupRequestQuery, { key }: Cluster): Selection {
  const selection = query.kept === undefined ? query : readSavedNames(key, query.kept);
  if (selection === null)
    throw new AppError('invalid_input', 'The selection of this address is no longer saved.', {
      hint: 'Select again.',
    });
  const names = (text: string | undefined) => (text ?? '').split(',').filter((name) => name !== '');
  const [aliases, indices] = [names(selection.aliases), names(selection.indices)];
  const all = query.all === 'yes';
  if (!all && aliases.length + indices.length === 0)
    throw new AppError('invalid_input', 'Nothing is selected.', {
      hint: 'Select an alias or an index, or every alias.',
    });
  return { aliases, indices, all };
}
