import type { VerifiedState } from '../contract/backups-page.ts';
import type { RowBackup } from '../contract/overview.ts';
import { backupTime, isSnapshot, type AnyBackup } from '../known-backups/backups-of-alias.ts';
import { exactly, partOf } from './part-of-alias.ts';

/** A backup as the overview displays it, with what it holds of the alias, or of `only` one of its indices. Pure. */
export function rowBackup(
  backup: AnyBackup,
  alias: string,
  only: string | undefined,
  { verified }: { verified: ReadonlyMap<string, VerifiedState> },
): RowBackup {
  const takenAt = backupTime(backup);
  const { index, documents } = partOf(backup, alias, only);
  if (!isSnapshot(backup))
    return { id: backup.id, takenAt, documents: backup.documents, index, verified: verified.get(backup.id) ?? null };
  return {
    id: backup.id,
    takenAt,
    documents: exactly(documents),
    index: index ?? backup.indices[0] ?? null,
    verified: null,
    snapshot: { repository: backup.repository, name: backup.name, index, documents },
  };
}
