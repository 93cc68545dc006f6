import { areOf, formatCount, formatDuration, formatList, formatUtcMinute, plural } from '../../format.ts';
import type { AliasState } from '../../contract/plan.ts';
import { describeNewer } from '../../loading/describe-newer.ts';
import type { RestorePlan, RestoreResult } from './schema.ts';
import { isIrreversible, isLive, pointToIt, type TargetUse } from './target-use.ts';

/**
 * Whether the restore changed what the alias points to. Results of older versions say `switched` also where the alias
 * pointed to the index before.
 */
export const movedAlias = ({
  aliasAfter,
  aliasBefore,
  switched,
}: Pick<RestoreResult, 'aliasAfter' | 'aliasBefore' | 'switched'>): boolean =>
  switched && (aliasBefore === null || aliasAfter === null || identities(aliasBefore) !== identities(aliasAfter));

const identities = (state: AliasState): string =>
  state
    .map(({ index, uuid }) => `${index} ${uuid}`)
    .sort()
    .join();

/** What happened to the documents, the verdict, and the alias, in one sentence or two. */
export function describeOutcome(result: RestoreResult): string {
  const { documents, promised = documents, check } = result;
  const missing = promised - documents;
  const counts = [
    missing > 0
      ? `${formatCount(result.indexed)} of ${plural(promised, 'document')} restored${overwrittenOf(result)}`
      : `${plural(result.indexed, 'document')} restored${overwrittenOf(result)}`,
    result.existing > 0 ? `${formatCount(result.existing)} already in the index` : null,
    result.newer > 0 ? describeNewer(result) : null,
    result.rejected > 0 ? `${formatCount(result.rejected)} rejected` : null,
  ].filter((part) => part !== null);
  const verdict = check.verdict === 'equal' ? 'content equal to the backup' : asClause(check.sentence);
  return (
    `${counts.join(', ')}${durationOf(result)}` +
    `${missing > 0 ? `; ${formatCount(missing)} ${areOf(missing)} missing from the backup file` : ''}; ${verdict}.` +
    aliasOutcome(result)
  );
}

/** A resumed restore counts all documents, and its seconds are those of the last run. */
export function durationOf({ earlier, seconds }: Pick<RestoreResult, 'earlier' | 'seconds'>): string {
  if (earlier == null) return ` in ${formatDuration(seconds)}`;
  const before = earlier.seconds === null ? '' : ` in ${formatDuration(earlier.seconds)}`;
  return `, the first ${formatCount(earlier.documents)} before it was resumed${before}, the rest in ${formatDuration(seconds)}`;
}

/** " (30 added, 120 overwritten)"; empty where it is not known, and for a new index. */
const overwrittenOf = ({ indexed, overwritten }: RestoreResult): string =>
  overwritten === undefined
    ? ''
    : ` (${formatCount(indexed - overwritten)} added, ${formatCount(overwritten)} overwritten)`;

function aliasOutcome(result: RestoreResult): string {
  const { addedTo, alias } = result;
  if (alias === null) return '';
  if (movedAlias(result)) return ` ${alias} was switched to it.`;
  const pointed = result.switched || addedTo?.aliases.includes(alias);
  return pointed ? ` ${alias} pointed to it already and was not switched.` : ` ${alias} was not switched.`;
}

const asClause = (sentence: string) => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`.replace(/\.$/, '');

/** For the incident channel. `result` null: the restore has not succeeded. */
export function incidentLines(plan: RestorePlan, use: TargetUse, result: RestoreResult | null): string[] {
  const { backup, target } = plan;
  const taken = backup.takenAt === null ? 'an unknown time' : formatUtcMinute(backup.takenAt);
  const documents =
    backup.promised > backup.documents
      ? `${formatCount(backup.documents)} of ${plural(backup.promised, 'document')}`
      : plural(backup.documents, 'document');
  const lines = [`Backup of ${taken}, ${documents}, into ${target.index}.`];
  const names = (list: readonly { index: string }[]) => formatList(list.map(({ index }) => index));
  if (isIrreversible(use)) lines.push(irreversibleSentence(plan, use));
  if (result !== null && movedAlias(result))
    lines.push(`Alias ${result.alias}: ${names(result.aliasBefore ?? [])} → ${result.index}.`);
  else if (result === null && plan.alias !== null && plan.before.length > 0 && !isLive(use) && !isRetry(plan, use))
    lines.push(`Live index not touched: ${plan.alias} pointed to ${names(plan.before)} when this was planned.`);
  if (result?.notSwitched) lines.push(`Alias not switched: ${result.notSwitched}`);
  return lines;
}

/** A retry fills an index that exists, and what the alias points to may have changed since the plan. */
const isRetry = ({ resume }: RestorePlan, { how }: TargetUse) => how === 'continues' && resume === null;

function irreversibleSentence({ onConflict, target: { documents, index } }: RestorePlan, use: TargetUse): string {
  const live = isLive(use) ? `${index} was live: ${pointToIt(use.aliases)}. ` : '';
  const had = use.how === 'adds' && documents !== null ? `It had ${plural(documents, 'document')}; ` : '';
  const overwrites = onConflict === 'create' ? 'documents are added' : 'documents are added and overwritten';
  const sentence = `${had}${overwrites}, none is deleted, and it can’t be undone.`;
  return `${live}${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}
