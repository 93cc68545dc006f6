import type { AmongOthers } from '../contract/backup-page.ts';
import type { BackupRow } from '../contract/backups-page.ts';
import { formatCount, formatPercent, plural } from '../format.ts';

/** A backup that has lost this share of the documents of the one before it may be one of a damaged index. */
const LOSS_SHARE = 0.1;

/** The number of documents beside that of the good backup before it. Pure. */
export function describeSize(
  { documents, verified }: Pick<BackupRow, 'documents' | 'verified'>,
  others: AmongOthers | null,
): { level: 'ok' | 'warn' | 'idle' | 'unknown'; sentence: string } {
  const here = verified?.found ?? documents;
  const before = others?.previous?.documents ?? null;
  if (others === null || here === null) return { level: 'unknown', sentence: 'Unknown.' };
  if (others.previous === null) return { level: 'idle', sentence: 'No earlier good backup to compare with.' };
  if (before === null)
    return { level: 'unknown', sentence: 'The backup before it does not say its number of documents.' };
  if (here === before) return { level: 'ok', sentence: `${plural(here, 'document')}, as in the backup before it.` };
  const change = `${plural(Math.abs(here - before), 'document')} ${here > before ? 'more' : 'fewer'} than the backup before it`;
  if (before > 0 && (before - here) / before >= LOSS_SHARE)
    return {
      level: 'warn',
      sentence: `${change}, which has ${formatCount(before)} (${formatPercent(before - here, before)} fewer).`,
    };
  return { level: 'ok', sentence: `${change}.` };
}
