import { AppError } from '../errors.ts';

/** `what`: a sentence without its full stop. */
export const backupDamaged = (what: string) =>
  new AppError('backup_damaged', `${what}.`, { hint: 'Use another copy of this backup, or an older one.' });

/** For files that are no backup: `what` is a whole sentence. */
export const notABackup = (what: string, hint = 'This is not a backup. Check where it came from.') =>
  new AppError('backup_damaged', what, { hint });
