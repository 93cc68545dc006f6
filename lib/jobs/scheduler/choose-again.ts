import { readBackupName } from '../../archive/backup-names.ts';
import type { Schedule } from '../../contract/schedule.ts';
import { isAppError } from '../../errors.ts';
import { chooseDrillBackups } from '../../kinds/drill/choose-backups.ts';
import type { DrilledBackupRef } from '../../kinds/drill/request.ts';
import { backupKnowledge } from '../backup-knowledge.ts';
import { originOf } from './schedule-places.ts';
import type { RunHost, ScheduledCluster } from './run-host.ts';

interface DrillThatFailed {
  schedule: Schedule;
  cluster: ScheduledCluster;
  chosen: { backup: DrilledBackupRef; alias: string | null };
  error: unknown;
}

/**
 * Another backup of the same alias or index, where the one that was chosen when the run began is not there any more: a run over
 * many aliases takes hours, and retention deletes meanwhile. Throws the error where it is another one, or there is no other backup.
 */
export async function chooseAgain(
  host: RunHost,
  { chosen, cluster, error, schedule }: DrillThatFailed,
): Promise<DrilledBackupRef> {
  if (!isAppError(error) || error.code !== 'not_found') throw error;
  const { alias, backup } = chosen;
  const name = 'zip' in backup ? readBackupName(backup.zip.id).group : backup.index;
  const { backups } = await chooseDrillBackups(
    host.place(schedule.cluster),
    {
      what: { all: false, aliases: alias === null ? [] : [alias], indices: alias === null ? [name] : [] },
      from: originOf(schedule, cluster),
      which: 'newest',
    },
    backupKnowledge(host.store()),
    host.signal,
  );
  const refs = backups.map((each) => each.backup);
  // Of an alias on several indices there are several, and the other ones are steps of their own.
  const other = refs.length === 1 ? refs[0]! : refs.find((ref) => !('zip' in ref) && ref.index === name);
  if (other === undefined || JSON.stringify(other) === JSON.stringify(backup)) throw error;
  return other;
}
