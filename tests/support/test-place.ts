import type { Place } from '../../lib/backups/sources.ts';
import { fileOf, type BackupRef } from '../../lib/contract/backup-ref.ts';
import { testSources } from './sources.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';

/** The place of an operation under test: this cluster, and backups from any source that a plan names. */
export const placeOf = (cluster: Cluster): Place => ({ cluster, backups: testSources() });

const rejectRequest = (): Promise<never> => Promise.reject(new Error('This test must send no request to a cluster.'));

/** For operations that send no request to a cluster. */
export const noPlace: Place = placeOf({
  url: 'http://127.0.0.1:9',
  identity: rejectRequest,
  request: rejectRequest,
  requestBytes: rejectRequest,
  close: () => Promise.resolve(),
});

/** The absolute path of a backup's file. Throws if the backup is no file. */
export function fileOfBackup({ backup }: { backup: BackupRef }): string {
  const file = fileOf(backup);
  if (file === null) throw new Error(`No file: ${JSON.stringify(backup)}`);
  return file;
}
