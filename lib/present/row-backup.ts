import type { VerifiedState } from '../contract/backups-page.ts';
import type { RowBackup } from '../contract/overview.ts';
import type { BackupMarks } from '../known-backups/backup-marks.ts';
import { backupTime, isSnapshot, type AnyBackup } from '../known-backups/backups-of-alias.ts';
import { exactly, partOf } from './part-of-alias.ts';

/** A backup as the overview displays it, with what it holds of the alias, or of `only` one of its indices. Pure. */
export function rowBackup(
  backup: AnyBackup,
  alias: string,
  only: string | undefined,
  { verified, marks }: { verified: ReadonlyMap<string, VerifiedState>; marks?: BackupMarks },
): RowBackup {
  const takenAt = backupTime(backup);
  const { index, documents } = partOf(backup, alias, only);
  const drill = isSnapshot(backup)
    ? index === null
      ? null
      : marks?.drillOfIndex(backup, index)
    : marks?.drillOf(backup);
  const drilled = drill ? { drill } : {};
  if (!isSnapshot(backup))
    return {
      id: backup.id,
      takenAt,
      documents: backup.documents,
      index,
      verified: verified.get(backup.id) ?? null,
      ...drilled,
    };
  return {
    id: backup.id,
    takenAt,
    documents: exactly(documents),
    index: index ?? backup.indices[0] ?? null,
    verified: null,
    ...drilled,
    snapshot: { repository: backup.repository, name: backup.name, index, documents },
  };
}
