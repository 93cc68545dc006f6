import { backupPlace } from '../contract/backup-ref.ts';
import { formatBytes, formatCount, plural } from '../format.ts';
import { durationOf } from '../kinds/restore/describe-result.ts';
import type { RestorePlan, RestoreResult } from '../kinds/restore/schema.ts';
import { describeNewer } from '../loading/describe-newer.ts';

/** The lines that `restore` and `retry` print after a job. `url`: of the cluster, for the commands that may follow. */
export function describeRestore(url: string, plan: RestorePlan, result: RestoreResult, job: string): string[] {
  const lines = [
    restoredLine(plan, result),
    `${formatCount(result.indexed)} indexed, ${formatCount(result.existing)} already in the index, ${describeNewer(result)}, ` +
      `${formatCount(result.rejected)} rejected.`,
    result.check.sentence,
    ...result.warnings.map((warning) => `Warning: ${warning}`),
    ...rejectedLines(url, result, job),
    aliasLine(result),
    nextCommandLine(url, plan, result),
    incompleteLine(plan, result),
    irreversibleLine(result),
  ];
  return lines.filter((line) => line !== '');
}

function restoredLine({ backup: { promised } }: RestorePlan, result: RestoreResult): string {
  const { bytes, documents, index, rejected } = result;
  const part = rejected > 0 || promised > documents ? `${formatCount(documents - rejected)} of ` : '';
  const all = plural(Math.max(promised, documents), 'document');
  return `Restored ${part}${all} (${formatBytes(bytes)}) into ${index}${durationOf(result)}.`;
}

const rejectedLines = (url: string, { rejectedFile }: RestoreResult, job: string): string[] =>
  rejectedFile === null
    ? []
    : [
        `Rejected documents and reasons: ${rejectedFile}`,
        `To retry them when the cause is fixed: restore-desk retry ${url} ${job}`,
      ];

/** Where the alias points now, and which index is kept. */
export function aliasLine(
  result: Pick<
    RestoreResult,
    'addedTo' | 'alias' | 'aliasAfter' | 'aliasBefore' | 'index' | 'notSwitched' | 'switched'
  >,
): string {
  if (result.alias === null) return 'No alias was switched.';
  if (result.addedTo?.aliases.includes(result.alias))
    return `${result.alias} points to it already; it was not switched.`;
  if (!result.switched)
    return `The alias ${result.alias} was not switched${result.notSwitched === null ? '.' : `: ${result.notSwitched}`}`;
  const after = (result.aliasAfter ?? []).map(({ index }) => index);
  const others = after.filter((index) => index !== result.index);
  const previous = (result.aliasBefore ?? []).map(({ index }) => index).filter((index) => !after.includes(index));
  return (
    `${result.alias} points to it now${others.length > 0 ? ` and to ${others.join(', ')}` : ''}` +
    `${previous.length > 0 ? `; the previous index ${previous.join(', ')} is kept` : ''}.`
  );
}

function nextCommandLine(url: string, plan: RestorePlan, result: RestoreResult): string {
  if (result.switched) return `Undo: restore-desk switch-back ${url} ${result.alias!}`;
  if (plan.alias === null || result.addedTo?.aliases.includes(plan.alias)) return '';
  return `To switch it: restore-desk switch ${url} ${result.index} --alias ${plan.alias}`;
}

function irreversibleLine({ addedTo, index }: RestoreResult): string {
  if (addedTo === undefined) return '';
  const had = addedTo.documents === null ? '' : ` It had ${plural(addedTo.documents, 'document')} before.`;
  return `Documents written into ${index} can’t be removed again; nothing was deleted.${had}`;
}

function incompleteLine({ backup: { promised } }: RestorePlan, { documents }: RestoreResult): string {
  if (promised <= documents) return '';
  return (
    `The backup is incomplete: the file has ${formatCount(documents)} of ${plural(promised, 'document')}. ` +
    `The other ${formatCount(promised - documents)} are not in the index.`
  );
}

/** Of the JSON object, known from the plan. */
export const plannedFields = (plan: RestorePlan): Record<string, unknown> => ({
  index: plan.target.index,
  alias: plan.alias,
  documents: plan.backup.documents,
  promised: plan.backup.promised,
  bytes: plan.backup.objectsBytes,
  file: backupPlace(plan.backup.ref),
});

/** Of the JSON object, known from the result. */
export function restoredFields(result: RestoreResult): Record<string, unknown> {
  const { kind: _, status: __, backup, ...rest } = result;
  return { ...rest, file: backupPlace(backup) };
}
