import {
  aliasQuery,
  canBeRestored,
  conditionLabel,
  documentsLabel,
  isZip,
  timeOf,
} from '@/components/backups/backup-labels.ts';
import { missingShards, proofWord, snapshotState } from '@/components/backups/snapshot-labels.ts';
import { paths } from '@/components/paths.ts';
import type { StateLevel } from '@/components/ui/state.tsx';
import type { BackupsPage, ListedBackup, SnapshotRow } from '@/lib/contract/backups-page.ts';
import { formatCount, plural } from '@/lib/format.ts';
import type { RestoreChoicesInput } from '@/lib/kinds/restore/review.ts';

/** The alias whose backups are listed where the address has none: one of the chosen backup, else the first. */
export function defaultAlias({ chosen, groups }: Pick<BackupsPage, 'chosen' | 'groups'>): string | null {
  const names = chosen?.names ?? [];
  return names.find((name) => groups.some(({ group }) => group === name)) ?? names[0] ?? groups[0]?.group ?? null;
}

/** Of a partial snapshot, the indices that are complete can be restored: its review says which. */
export const canBeChosen = (row: ListedBackup): boolean =>
  isZip(row) ? canBeRestored(row) : row.state === 'SUCCESS' || row.state === 'PARTIAL';

/** null: the time of a snapshot is not read yet. */
export const timeOfChoice = (row: ListedBackup): string | null => (isZip(row) ? timeOf(row) : row.takenAt);

export const nameOfChoice = (row: ListedBackup, alias: string | null): string =>
  alias ?? (isZip(row) ? row.group : (row.names[0] ?? row.snapshot));

/** "8,940 documents", "8,900 to 8,940 documents", "documents unknown". */
export function documentsOfChoice(row: ListedBackup): string {
  if (isZip(row)) return documentsLabel(row);
  const known = row.part?.documents ?? null;
  if (known === null) return 'documents unknown';
  return known.least === known.most
    ? plural(known.least, 'document')
    : `${formatCount(known.least)} to ${formatCount(known.most)} documents`;
}

/** To compare with the live documents; null: unknown, or not exact. */
export function countOfChoice(row: ListedBackup): number | null {
  if (isZip(row)) return row.verified?.found ?? row.documents;
  return row.part?.documents?.exact ? row.part.documents.least : null;
}

export function conditionOfChoice(row: ListedBackup): { level: StateLevel; word: string; sentence: string | null } {
  if (isZip(row)) {
    const { level, word, sentence } = conditionLabel(row);
    return { level, word, sentence: level === 'bad' || level === 'warn' ? sentence : null };
  }
  const { level, word } = snapshotState(row.state);
  return {
    level,
    word: word.toLowerCase(),
    sentence: row.state === 'SUCCESS' ? proofWord(row.proof) : missingShards(row),
  };
}

/** The review of its restore; of a snapshot with several indices of the alias its page, where one of them is chosen. */
export function reviewOfChoice(
  cluster: string,
  row: ListedBackup,
  { alias, remembered }: { alias: string | null; remembered: RestoreChoicesInput },
): string {
  if (isZip(row)) return paths.restore(cluster, row.id, { ...aliasQuery(row, alias), ...remembered });
  const index = onlyIndexOf(row);
  return index === null
    ? paths.snapshot(cluster, row.repository, row.snapshot)
    : paths.restoreSnapshot(
        cluster,
        row.repository,
        row.snapshot,
        index,
        alias === null || alias === index ? {} : { alias },
      );
}

export const onlyIndexOf = ({ part }: SnapshotRow): string | null => part?.index ?? null;
