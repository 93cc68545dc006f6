import { sentenceOfReason } from '../../retention/sentence.ts';
import type { Row } from '../../retention/decide-backups.ts';
import { isSnapshot } from '../../known-backups/backups-of-alias.ts';
import type { Decided } from './decide.ts';
import type { RetentionItem } from './items.ts';
import type { DecidedBackup, DecidedGroup } from './schema.ts';

/** A plan lists so many backups, and always those that are deleted. */
const MOST_ROWS = 5_000;

/** The table of a plan. `unlisted`: rows that are left out, the oldest that are kept. Pure. */
export function listedGroups(
  groups: Decided['groups'],
  most = MOST_ROWS,
): { groups: DecidedGroup[]; unlisted: number } {
  return shorten(
    groups.map(({ keepsAll, name, rows }) => ({ name, keepsAll, backups: rows.map(decidedBackup) })),
    most,
  );
}

/** Leaves out the oldest that are kept, as many of each group. Pure. */
export function shorten(groups: readonly DecidedGroup[], most: number): { groups: DecidedGroup[]; unlisted: number } {
  const all = groups.reduce((sum, { backups }) => sum + backups.length, 0);
  if (all <= most) return { groups: [...groups], unlisted: 0 };
  const each = Math.max(1, Math.floor(most / groups.length));
  let unlisted = 0;
  const short = groups.map((group) => {
    let kept = 0;
    const backups = group.backups.filter((backup) => !backup.kept || ++kept <= each);
    unlisted += group.backups.length - backups.length;
    return { ...group, backups };
  });
  return { groups: short, unlisted };
}

function decidedBackup({ item, reasons }: Row): DecidedBackup {
  const { at, backup, id } = item as RetentionItem;
  return {
    id,
    at: Number.isNaN(at) ? null : new Date(at).toISOString(),
    bytes: isSnapshot(backup) ? null : backup.fileBytes,
    kept: reasons.length > 0,
    because: [...new Set(reasons.map(sentenceOfReason))],
  };
}
