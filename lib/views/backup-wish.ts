import type { BackupWishQuery } from '../contract/api.ts';
import { AppError } from '../errors.ts';
import type { BackupWish } from '../operations/back-up-indices.ts';

/** What was ticked, as what `planBackup` takes. Nothing ticked is not everything. Throws AppError invalid_input. */
export function wishOf(query: BackupWishQuery, directory: string): BackupWish {
  const names = (text: string | undefined) => (text ?? '').split(',').filter((name) => name !== '');
  const wish = { aliases: names(query.aliases), indices: names(query.indices), all: query.all === 'yes', directory };
  if (!wish.all && wish.aliases.length + wish.indices.length === 0) throw new AppError('invalid_input', 'Nothing is chosen.', { hint: 'Choose an alias or an index, or everything.' });
  return wish;
}
