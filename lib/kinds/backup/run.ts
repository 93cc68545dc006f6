import type { BackupCheckpoint, BackupTuning } from '../../backups/source.ts';
import type { RunKind } from '../run-kind.ts';
import type { BackupResult, BackupWork } from './schema.ts';

/** Each index as it is at one moment, into a backup that is whole or not there. */
export const runBackup: RunKind<BackupWork, BackupResult, BackupCheckpoint, BackupTuning> = (
  { cluster, backups },
  { plan, tuning },
  run,
  more,
) => backups.of(plan.source).runBackup(cluster, plan, run, { ...tuning, ...more });
