import type { ConfiguredCluster } from '../config.ts';
import type { BackupRequestQuery } from '../kinds/backup/review.ts';
import { AppError } from '../errors.ts';
import type { BackupRequest } from '../kinds/backup/plan.ts';
import { readSavedNames } from '../saved-input/saved-names.ts';

/**
 * The request for `planBackup`, from the selection on the page. An empty selection is refused. Throws AppError
 * invalid_input.
 */
export function backupRequestOf(
  query: BackupRequestQuery,
  { key, backupSource }: Pick<ConfiguredCluster, 'key' | 'backupSource'>,
): BackupRequest {
  const selection = query.kept === undefined ? query : readSavedNames(key, query.kept);
  if (selection === null)
    throw new AppError('invalid_input', 'The selection of this address is no longer saved.', {
      hint: 'Select again.',
    });
  const names = (text: string | undefined) => (text ?? '').split(',').filter((name) => name !== '');
  const request = {
    aliases: names(selection.aliases),
    indices: names(selection.indices),
    all: query.all === 'yes',
    source: backupSource,
  };
  if (!request.all && request.aliases.length + request.indices.length === 0)
    throw new AppError('invalid_input', 'Nothing is selected.', {
      hint: 'Select an alias or an index, or every alias.',
    });
  return request;
}
