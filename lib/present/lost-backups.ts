import type { BackupListing } from '../contract/backup.ts';
import type { LostBackups } from '../contract/backups-page.ts';

/**
 * The backups that were listed before and are gone: of the whole directory where none is left; else of the folders of
 * aliases that exist. Folders of indices come and go with their indices. `aliases` null: the cluster has not answered.
 */
export function lostBackupsOf(
  { backups, lost = [] }: Pick<BackupListing, 'backups' | 'lost'>,
  aliases: { has(name: string): boolean } | null,
): LostBackups | null {
  const all = !backups.some(({ condition }) => condition.state !== 'unfinished');
  const folders = all ? lost : lost.filter(({ folder }) => aliases?.has(folder) === true);
  if (folders.length === 0) return null;
  return {
    all,
    backups: folders.reduce((sum, folder) => sum + folder.backups, 0),
    listedAt: folders.reduce((latest, { listedAt }) => (listedAt > latest ? listedAt : latest), ''),
    folders: folders.map(({ folder }) => folder),
  };
}
