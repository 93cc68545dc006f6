import { backupSources, type Place } from '../../lib/backups/sources.ts';
import { fileOf, type BackupRef } from '../../lib/contract/backup-ref.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';

/** Where work under test happens: this cluster, and backups wherever a plan says they are. */
export const placeOf = (cluster: Cluster): Place => ({ cluster, backups: backupSources({ trusted: true }) });

const unasked = (): Promise<never> => Promise.reject(new Error('No cluster is to be asked here.'));

/** For work that asks no cluster anything. */
export const noPlace: Place = placeOf({
  url: 'http://127.0.0.1:9',
  identity: unasked,
  request: unasked,
  requestBytes: unasked,
  close: () => Promise.resolve(),
});

/** The absolute path of a backup that was made as a file. */
export function fileOfMade({ backup }: { backup: BackupRef }): string {
  const file = fileOf(backup);
  if (file === null) throw new Error(`No file: ${JSON.stringify(backup)}`);
  return file;
}
