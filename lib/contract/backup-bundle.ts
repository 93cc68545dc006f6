import { z } from 'zod';
import { backupId } from './names.ts';

/** The most backups in one download. */
export const MOST_BUNDLED = 200;

/** The ids in an address that downloads several backups as one zip. */
export const bundledBackups = z
  .array(backupId)
  .min(1, 'No backup is named.')
  .max(MOST_BUNDLED, `At most ${MOST_BUNDLED} backups at once.`);
