import type { ConfiguredCluster } from '../config.ts';
import type { BackupRequestQuery } from '../kinds/backup/review.ts';
import { AppError } from '../errors.ts';
import type { BackupRequest } from '../kinds/backup/plan.ts';
import { savedNames } from '../saved-input/saved-names.ts';

/** What was ticked, as what `planBackup` takes. Nothing ticked is not everything. Throws AppError invalid_input. */
export function backupRequestOf(
  query: BackupRequestQuery,
  { key, backupSource }: Pick<ConfiguredCluster, 'key' | 'backupSource'>,
): BackupRequest {
  const ticked = query.kept === undefined ? query : savedNames(key, query.kept);
  if (ticked === null)
    throw new AppError('invalid_input', 'What was chosen under this address is not kept any more.', {
      hint: 'Choose again.',
    });
  const names = (text: string | undefined) => (text ?? '').split(',').filter((name) => name !== '');
  const wish = {
    aliases: names(ticked.aliases),
    indices: names(ticked.indices),
    all: query.all === 'yes',
    source: backupSource,
  };
  if (!wish.all && wish.aliases.length + wish.indices.length === 0)
    throw new AppError('invalid_input', 'Nothing is chosen.', { hint: 'Choose an alias or an index, or everything.' });
  return wish;
}
