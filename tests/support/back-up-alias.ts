import { connect } from '../../lib/elasticsearch/client/client.ts';
import { folderSource } from '../../lib/contract/backup-ref.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { aRun } from './a-run.ts';
import { placeOf } from './test-place.ts';

/**
 * Backs up the one index of an alias into `directory`. Resolves to the backup's id, its path relative to `directory`.
 */
export async function backUpAlias(url: string, directory: string, alias: string): Promise<string> {
  const cluster = connect({ url });
  try {
    const plan = await planBackup(placeOf(cluster), { aliases: [alias], source: folderSource(directory) }, aRun());
    const { backups } = await runBackup(placeOf(cluster), { kind: 'backup', plan }, aRun());
    return backups[0]!.backup.id;
  } finally {
    await cluster.close();
  }
}
