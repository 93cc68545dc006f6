import type { BackupCheckpoint, BackupTuning } from '../../backups/source.ts';
import type { RunKind } from '../run-kind.ts';
import type { BackupResult, BackupWork } from './schema.ts';

/** Backs up each index as of one moment. A backup either is complete or does not exist. */
export const runBackup: RunKind<BackupWork, BackupResult, BackupCheckpoint, BackupTuning> = (
  { cluster, backups },
  { plan, tuning },
  run,
  options,
) => backups.of(plan.source).runBackup(cluster, plan, run, { ...tuning, ...options });
