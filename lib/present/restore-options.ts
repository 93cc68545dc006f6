import { LOSS_SHARE } from '../contract/loss-share.ts';
import type { Loss, RowBackup } from '../contract/overview.ts';
import { formatCount, formatUtcShort, plural } from '../format.ts';
import { isUnproven } from '../known-backups/backup-marks.ts';
import { compared, dateAndAge, detail, durationRange } from './option-words.ts';
import type { OptionRow, RecoveryOption } from './recovery-options.ts';

type Backup = Omit<RowBackup, 'index'>;

interface RestoreFacts {
  alias: string;
  backup: Backup | null;
  otherBackups: readonly Backup[] | undefined;
  /** The documents that the alias had before the loss; null: unknown. */
  lost: number | null;
  now: number;
}

/**
 * Restores from the last good backup of each kind, the newest first; one for which `isSafe` is false comes after the others. Pure.
 */
export function restoreOptions(
  { alias, backup, otherBackups = [], lost, now }: RestoreFacts,
  isSafe: (backup: Backup) => boolean = () => true,
): RecoveryOption[] {
  const all = [...(backup === null ? [] : [backup]), ...otherBackups];
  const hasSnapshot = all.some(({ snapshot }) => snapshot !== undefined);
  return all
    .sort((a, b) => Number(isSafe(b)) - Number(isSafe(a)) || (a.takenAt < b.takenAt ? 1 : -1))
    .map((each) => {
      const kind = each.snapshot ? 'snapshot' : hasSnapshot ? 'zip file' : 'backup';
      return restoreOption(each, { alias, kind, lost, now, mayLack: !isSafe(each) });
    });
}

/**
 * Whether a backup is known to have what the alias lost: by its number, or because it is older than the loss. One that was taken later
 * may be a backup of the loss. `before`: the documents of the backup by which the loss was found.
 */
export function hasTheLost(
  { snapshot, documents, takenAt }: Pick<RowBackup, 'snapshot' | 'documents' | 'takenAt'>,
  { moment }: Pick<Loss, 'moment'>,
  before: number,
): boolean {
  const least = documents ?? snapshot?.documents?.least ?? null;
  if (least !== null) return least >= before * (1 - LOSS_SHARE);
  return moment !== undefined && moment.known !== 'before' && takenAt <= moment.after;
}

interface Facts {
  alias: string;
  kind: 'backup' | 'zip file' | 'snapshot';
  lost: number | null;
  now: number;
  mayLack: boolean;
}

function restoreOption(backup: Backup, { alias, kind, lost, now, mayLack }: Facts): RecoveryOption {
  const { documents, takenAt, snapshot } = backup;
  const seconds = backup.restoreSeconds ?? null;
  return {
    id: snapshot ? `restore ${backup.id}` : 'restore',
    title: `Restore the ${kind} of ${formatUtcShort(takenAt, now)}`,
    recommended: false,
    rows: [
      documentsRow(backup, lost),
      { term: 'Data as of', ...dateAndAge(takenAt, now) },
      {
        term: 'Missing',
        value: mayLack ? 'perhaps what was lost' : `changes since ${formatUtcShort(takenAt, now)}`,
        detail: mayLack
          ? ', it may have been taken after the loss'
          : lost !== null && documents !== null && lost > documents
            ? `, at least ${plural(lost - documents, 'document')}`
            : ', not counted',
      },
      {
        term: 'Time',
        value: seconds === null ? 'not known yet' : `about ${durationRange(seconds)}`,
        detail: seconds?.drilledAt
          ? `, by the drill of ${formatUtcShort(seconds.drilledAt, now)}`
          : ', into a new index',
      },
      conditionRow(backup, now),
    ],
    index: snapshot?.index ?? null,
    button: buttonOf(backup, kind),
    to: snapshot
      ? {
          kind: 'restore-snapshot',
          alias,
          repository: snapshot.repository,
          snapshot: snapshot.name,
          index: snapshot.index,
        }
      : { kind: 'restore', alias, backup: backup.id },
  };
}

function documentsRow({ documents, snapshot }: Backup, lost: number | null): OptionRow {
  const between = documents === null ? (snapshot?.documents ?? null) : null;
  if (between === null)
    return {
      term: 'Documents',
      value: formatCount(documents),
      ...detail(compared(documents, lost, 'before the loss')),
    };
  const { least, most } = between;
  return least === most
    ? { term: 'Documents', value: formatCount(least), detail: ' right before and right after it, changed meanwhile' }
    : { term: 'Documents', value: `between ${formatCount(least)} and ${formatCount(most)}` };
}

function conditionRow(backup: Backup, now: number): OptionRow {
  const { drill, snapshot, verified } = backup;
  if (drill === undefined) return conditionWithoutDrill(backup, now);
  const term = 'Condition';
  const at = formatUtcShort(drill.at, now);
  if (isUnproven(drill)) return { term, level: 'unknown', value: `a drill restored it ${at}, and proved nothing` };
  if (!drill.ok) return { term, level: 'bad', value: `a drill of it failed ${at}` };
  const known = snapshot ? 'complete and ' : verified?.ok ? 'verified and ' : '';
  return { term, level: 'ok', value: `${known}drilled ${at}` };
}

function conditionWithoutDrill({ verified, snapshot, documents }: Backup, now: number): OptionRow {
  const term = 'Condition';
  if (snapshot === undefined)
    return verified?.ok
      ? { term, level: 'ok', value: `verified ${formatUtcShort(verified.at, now)}` }
      : { term, level: 'unknown', value: 'not verified yet', detail: ', the restore verifies it first' };
  if (documents !== null)
    return { term, level: 'ok', value: 'complete', detail: ', nothing was written while it was taken' };
  return {
    term,
    level: 'unknown',
    value: 'complete',
    detail: snapshot.documents === null ? ', its documents were not counted' : ', written to while it was taken',
  };
}

function buttonOf({ documents, snapshot }: Backup, kind: Facts['kind']): string {
  if (snapshot?.index === null) return 'Open the snapshot';
  return documents === null ? `Restore the ${kind}` : `Restore ${plural(documents, 'document')}`;
}
