import { formatCount, formatDuration, formatList, formatUtcMinute, plural } from '../../format.ts';
import { describeNewer } from '../../loading/describe-newer.ts';
import type { RestorePlan, RestoreResult } from './schema.ts';

/** What happened to the documents, the verdict, and the alias, in one sentence or two. */
export function describeOutcome(result: RestoreResult): string {
  const { documents, promised = documents, check } = result;
  const counts = [
    `${plural(result.indexed, 'document')} indexed`,
    result.existing > 0 ? `${formatCount(result.existing)} already there` : null,
    result.newer > 0 ? describeNewer(result) : null,
    result.rejected > 0 ? `${formatCount(result.rejected)} rejected` : null,
    promised > documents
      ? `${formatCount(promised - documents)} of the ${formatCount(promised)} promised never were in the backup`
      : null,
  ].filter((part) => part !== null);
  const verdict = check.verdict === 'equal' ? 'content equal to the backup' : asClause(check.sentence);
  const moved = result.switched ? 'was moved to it' : 'was not moved';
  return (
    `${counts.join(', ')} in ${formatDuration(result.seconds)}; ${verdict}.` +
    (result.alias === null ? '' : ` ${result.alias} ${moved}.`)
  );
}

const asClause = (sentence: string) => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`.replace(/\.$/, '');

/** For the incident channel. `result` null: the restore has not succeeded. */
export function incidentLines(plan: RestorePlan, result: RestoreResult | null): string[] {
  const { backup, target } = plan;
  const taken = backup.takenAt === null ? 'an unknown time' : formatUtcMinute(backup.takenAt);
  const promised = backup.promised > backup.documents ? ` of ${formatCount(backup.promised)} promised` : '';
  const lines = [`Backup of ${taken}, ${plural(backup.documents, 'document')}${promised}, into ${target.index}.`];
  const names = (list: readonly { index: string }[]) => formatList(list.map(({ index }) => index));
  if (result?.switched) lines.push(`Alias ${result.alias}: ${names(result.aliasBefore ?? [])} → ${result.index}.`);
  else if (result === null && plan.alias !== null && plan.before.length > 0 && target.aliases.length === 0)
    lines.push(`Live index untouched: ${plan.alias} pointed to ${names(plan.before)} when this was planned.`);
  if (result?.notSwitched) lines.push(`Alias not moved: ${result.notSwitched}`);
  return lines;
}
