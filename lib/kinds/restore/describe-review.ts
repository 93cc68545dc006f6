import type { RestorePlan } from './schema.ts';
import type { RestoreEstimate } from './review.ts';
import { isIrreversible, isLive, movesAlias, pointToIt, targetUseOf } from './target-use.ts';
import { formatCount, formatDuration, formatUtcMinute, plural, shortIndexName } from '../../format.ts';
import { addsToIndex, changeOf, documentsNow, pointsToTarget } from './effect.ts';

/** The sentences around the plan of a restore: what is kept, what happens, how long it takes. Pure. */

/** What is kept as it is, and what is not; null: there is no plan yet. */
export function whatIsKept(plan: RestorePlan | null): string {
  if (plan === null) return 'Nothing changes before you start it.';
  const { before, target } = plan;
  const use = targetUseOf(plan);
  if (isIrreversible(use)) {
    const live = isLive(use) ? ` the live index: ${pointToIt(use.aliases, target.index)}` : ` ${target.index}`;
    const overwrites = plan.onConflict === 'create' ? 'adds to' : 'adds to and overwrites documents of';
    return `It ${overwrites}${live}. Nothing is deleted, and it can’t be undone.`;
  }
  const into = use.how === 'continues' ? 'Into the unfinished index.' : 'Into a new index.';
  if (before.length === 0) return `${into} Nothing is deleted.`;
  const live = before.length === 1 ? 'The live index is kept' : 'The live indices are kept';
  if (!movesAlias(plan)) return `${into} ${live}.`;
  const open = before.every(({ state }) => state === 'open') ? ' open' : '';
  return `${into} ${live}${open}, and you can switch back.`;
}

/** What will happen, in the order it does. */
export function whatWillHappen(plan: RestorePlan): string[] {
  const { target } = plan;
  const use = targetUseOf(plan);
  const live = isLive(use) ? ` It is live: ${pointToIt(use.aliases)}.` : '';
  const name = target.index;
  const first = {
    creates: 'Create the new index',
    continues: `Continue the unfinished restore of this backup into ${name}.${live}`,
    adds: `Write into the existing index ${name} (${plural(target.documents, 'document')} now).${live}`,
  }[use.how];
  return [
    first,
    `Load ${plural(plan.backup.documents, 'document')}`,
    use.how === 'adds' ? 'Look up every document of the backup' : 'Compare count and content with the backup',
    lastStep(plan),
  ];
}

function lastStep(plan: RestorePlan): string {
  const { after, alias, target } = plan;
  if (alias === null) return 'Switch no alias';
  if (!movesAlias(plan))
    return pointsToTarget(plan)
      ? `Switch no alias: ${alias} points to it already`
      : `Stop. The alias ${alias} is not switched`;
  if (plan.before.length === 0) return `Create the alias ${alias}`;
  // Of an alias on several indices only the one the backup was made of is replaced.
  const others = after.map((state) => state.index).filter((index) => index !== target.index);
  const also = others.join(', ');
  return `Switch the alias ${alias} in one step${others.length > 0 ? `; it also keeps pointing to ${also}` : ''}`;
}

/** The plan in a line, for where there is no room for its steps: "government: 1,118 documents now, 8,940 afterwards." */
export function inOneLine(plan: RestorePlan): string {
  const loaded = plural(plan.backup.documents, 'document');
  if (plan.alias === null || addsToIndex(plan) || !movesAlias(plan)) {
    const target = plan.target.uuid === null ? 'a new index' : shortIndexName(plan.target.index);
    return `${loaded} into ${target}; ${ofTheAlias(plan)}.`;
  }
  const [change, now] = [changeOf(plan), documentsNow(plan)];
  if (change === null || now === null)
    return `${plan.alias}: ${plan.before.length === 0 ? 'no index' : 'unknown'} now, ${loaded} afterwards.`;
  return `${plan.alias}: ${plural(now, 'document')} now, ${formatCount(now + change)} afterwards.`;
}

function ofTheAlias(plan: RestorePlan): string {
  if (plan.alias === null) return 'no alias is switched';
  if (pointsToTarget(plan)) return `${plan.alias} points to it already`;
  return movesAlias(plan) ? `${plan.alias} is switched to it` : `${plan.alias} is not switched`;
}

/** `backupSeconds`: how long the backup took, where its file says so. */
export function durationEstimate(estimate: RestoreEstimate | null, backupSeconds: number | null): string {
  if (estimate === null) {
    const backup = backupSeconds === null ? '' : ` The backup took ${formatDuration(backupSeconds)}.`;
    return `Duration unknown: no restore of a similar size yet.${backup}`;
  }
  if ('drill' in estimate) return drillEstimate(estimate);
  const [from, to] = [formatDuration(estimate.fromSeconds), formatDuration(estimate.toSeconds)];
  const takes = from === to ? `About ${to}` : `${from} to ${to}`;
  const restores = estimate.restores === 1 ? 'restore' : `${formatCount(estimate.restores)} restores`;
  return `${takes}, by the last ${restores} of a similar size.`;
}

/** "41 s in the drill of 2026-11-28 04:10 UTC." */
function drillEstimate({ drill: { at, own }, seconds }: Extract<RestoreEstimate, { drill: object }>): string {
  return own
    ? `${formatDuration(seconds)} in the drill of ${formatUtcMinute(at)}.`
    : `About ${formatDuration(seconds)}, by the drill of another backup of the alias at ${formatUtcMinute(at)}.`;
}

/** The label of the button: "Restore 8,940 documents". */
export function documentsVerb(plan: RestorePlan): string {
  const use = targetUseOf(plan);
  const into = isLive(use) ? ' into the live index' : use.how === 'adds' ? ' into an existing index' : '';
  return `Restore ${plural(plan.backup.documents, 'document')}${into}`;
}
