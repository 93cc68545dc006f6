import { invalidInput } from '../action.ts';
import { bundleBackups, type BackupBundle } from '../bundling/backups.ts';
import type { ConfiguredCluster } from '../config.ts';
import { bundledBackups } from '../contract/backup-bundle.ts';
import { NAMES_LIMIT } from '../contract/limits.ts';
import { AppError } from '../errors.ts';
import { readBackups } from './cluster-backups.ts';

/** The backups that an address names, as one zip. Throws AppError invalid_input, not_found, disk. */
export async function openBackupBundle(
  cluster: ConfiguredCluster,
  address: string,
): Promise<BackupBundle & { name: string }> {
  const { search, searchParams } = new URL(address);
  if (search.length > NAMES_LIMIT)
    throw new AppError('invalid_input', 'The names of these backups are too long for one download.', {
      hint: `Select fewer: an address may have ${NAMES_LIMIT} characters of names.`,
    });
  const ids = bundledBackups.safeParse(searchParams.getAll('backup'));
  if (!ids.success) throw invalidInput(ids.error);
  const bundle = await readBackups(cluster, (source, signal) => bundleBackups(source, ids.data, signal));
  return { ...bundle, name: nameOf(cluster.key, new Date()) };
}

/** Sorts by time, and has no character that a file system refuses. */
const nameOf = (cluster: string, at: Date): string =>
  `backups-of-${cluster}-${at.toISOString().slice(0, 19).replaceAll(':', '-').toLowerCase()}z.zip`;
