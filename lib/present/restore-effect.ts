import type { ConflictMode } from '@/lib/contract/plan.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import type { RestoreEstimate } from '@/lib/kinds/restore/review.ts';
import { isIrreversible, isLive, movesAlias, pointToIt, targetUseOf } from '@/lib/kinds/restore/target-use.ts';
import { formatCount, formatDuration, formatUtc, plural, shortIndexName } from '@/lib/format.ts';

export interface RestoreEffect {
  /** Documents of the alias afterwards, minus those now; null: unknown. */
  change: number | null;
  bringsBack: string;
  missing: string;
}

/** What a restore brings back and what will be missing, as far as the plan shows. Pure. */
export function effectOf(plan: RestorePlan): RestoreEffect {
  // Other indices that the alias still points to afterwards count on both sides.
  const adds = addsToIndex(plan);
  const staying = plan.before
    .filter((target) => plan.after.some((state) => state.index === target.index))
    .reduce((sum, target) => sum + (target.documents ?? 0), 0);
  const after = plan.backup.documents + staying;
  const now =
    plan.before.length === 0 || plan.before.some((target) => target.documents === null)
      ? null
      : plan.before.reduce((sum, target) => sum + (target.documents ?? 0), 0);
  const change = now === null || adds ? null : after - now;
  return { change, bringsBack: bringsBack(plan, now, change), missing: missing(change, plan) };
}

/** The target exists and is not an interrupted restore of this backup: how many of its documents are in the backup is unknown. */
export const addsToIndex = (plan: RestorePlan): boolean => targetUseOf(plan).how === 'adds';

function bringsBack(plan: RestorePlan, now: number | null, change: number | null): string {
  const loaded = plural(plan.backup.documents, 'document');
  if (addsToIndex(plan))
    return plan.onConflict === 'create'
      ? `up to ${loaded}: those that ${plan.target.index} does not have`
      : `up to ${loaded}: those that ${plan.target.index} does not have, or has with other content`;
  if (plan.before.length === 0) return `${isIncomplete(plan) ? '' : 'all '}${loaded}`;
  if (now === null || change === null) return `${loaded}; how many are there now is unknown`;
  if (change > 0) return `at least ${plural(change, 'document')} that the live index does not have`;
  return 'documents that changed or were deleted since the backup';
}

function missing(change: number | null, plan: RestorePlan): string {
  const inPlan = missingOfTarget(change, plan);
  const { documents, promised } = plan.backup;
  return isIncomplete(plan)
    ? `${plural(promised - documents, 'document')} that the backup promises and does not hold; ${inPlan}`
    : inPlan;
}

function missingOfTarget(change: number | null, plan: RestorePlan): string {
  const since = plan.backup.takenAt === null ? 'the backup was made' : formatUtc(plan.backup.takenAt);
  if (addsToIndex(plan)) return LOST_BY_ADDING[plan.onConflict](since);
  const always = `what was written or changed after ${since}`;
  if (plan.before.length === 0) return always;
  return change !== null && change < 0
    ? `${always}: at least ${plural(-change, 'document')} of the live index`
    : `${always}; the live index is kept beside it, so it can be looked up`;
}

const LOST_BY_ADDING: Record<ConflictMode, (since: string) => string> = {
  create: () => 'nothing: documents are added, none is overwritten or deleted',
  index: (since) =>
    `what changed after ${since} in documents that the backup has too: they are overwritten; none is deleted`,
  external_gte: () => 'nothing that is newer: documents are added, older ones are overwritten, none is deleted',
};

/** The backup holds fewer documents than it promises. */
export const isIncomplete = ({ backup }: RestorePlan): boolean => backup.promised > backup.documents;

/** How many documents an existing index has now and afterwards, as far as that is known before its documents are compared. */
export function documentsInExisting({ backup, onConflict, target }: RestorePlan): string {
  const loaded = formatCount(backup.documents);
  if (target.documents === 0) return `${loaded}: there are none now`;
  const there = onConflict === 'create' ? 'those that are there are kept' : OVERWRITTEN[onConflict];
  if (target.documents === null) return `unknown: ${loaded} are written; ${there}`;
  const [least, most] = [Math.max(target.documents, backup.documents), target.documents + backup.documents];
  return (
    `${formatCount(least)} to ${formatCount(most)}: ${formatCount(target.documents)} there now, ` +
    `${loaded} written; ${there}`
  );
}

const OVERWRITTEN = {
  index: 'those that are there are overwritten',
  external_gte: 'those that are there are overwritten where they are not newer',
};

/** What is kept as it is, and what is not; null: there is no plan yet. */
export function whatIsSafe(plan: RestorePlan | null): string {
  if (plan === null) return 'Nothing is changed before you start it.';
  const { before, target } = plan;
  const use = targetUseOf(plan);
  if (isIrreversible(use)) {
    const live = isLive(use) ? ` the live index: ${pointToIt(use.aliases, target.index)}` : ` ${target.index}`;
    const overwrites = plan.onConflict === 'create' ? 'adds to' : 'adds to and overwrites documents of';
    return `It ${overwrites}${live}. Nothing is deleted, and it can’t be undone.`;
  }
  if (before.length === 0) return 'Nothing is deleted.';
  const live = before.length === 1 ? 'The live index is' : 'The live indices are';
  if (!movesAlias(plan)) return `Nothing is deleted. ${live} kept as ${before.length === 1 ? 'it is' : 'they are'}.`;
  const open = before.every(({ state }) => state === 'open') ? ', open,' : ',';
  return (
    `Nothing is deleted. ${live} kept as ${before.length === 1 ? 'it is' : 'they are'}${open} ` +
    'and one click moves the alias back.'
  );
}

/** What will happen, in the order it does. */
export function whatWillHappen(plan: RestorePlan): string[] {
  const { target } = plan;
  const use = targetUseOf(plan);
  const live = isLive(use) ? ` and is live: ${pointToIt(use.aliases)}` : '';
  const first = {
    creates: 'Create the new index',
    continues: `Continue filling ${target.index}, which an earlier restore of this backup began${live}`,
    adds: `Write into ${target.index}, which exists (${plural(target.documents, 'document')} now)${live}`,
  }[use.how];
  return [
    first,
    `Load ${plural(plan.backup.documents, 'document')}, every one counted`,
    use.how === 'adds'
      ? 'Look up every document of the backup in it, and compare'
      : 'Compare count and content with the backup',
    lastStep(plan),
  ];
}

function lastStep(plan: RestorePlan): string {
  const { after, alias, target } = plan;
  if (alias === null) return 'Move no alias';
  if (!movesAlias(plan))
    return pointsToTarget(plan)
      ? `Move no alias: ${alias} points to it already`
      : `Stop: the alias ${alias} is not moved`;
  if (plan.before.length === 0) return `Create the alias ${alias} on it`;
  // Of an alias on several indices only the one the backup was made of is replaced.
  const others = after.map((state) => state.index).filter((index) => index !== target.index);
  return `Move the alias ${alias} in one step${others.length > 0 ? `; it also keeps pointing to ${others.join(', ')}` : ''}`;
}

/** There is no move to choose: the alias points to the index, and would point to the same ones afterwards. */
export const pointsToTarget = (plan: RestorePlan): boolean =>
  plan.alias !== null &&
  plan.before.some(({ index }) => index === plan.target.index) &&
  !movesAlias({ ...plan, switchAlias: true });

/** The plan in a line, for where there is no room for its steps: "government: 1,118 documents now, 8,940 afterwards." */
export function inOneLine(plan: RestorePlan): string {
  const loaded = plural(plan.backup.documents, 'document');
  if (plan.alias === null || addsToIndex(plan) || !movesAlias(plan)) {
    const target = plan.target.uuid === null ? 'a new index' : shortIndexName(plan.target.index);
    return `${loaded} into ${target}; ${ofTheAlias(plan)}.`;
  }
  const { change } = effectOf(plan);
  if (change === null) {
    return `${plan.alias}: ${plan.before.length === 0 ? 'no index' : 'unknown'} now, ${loaded} afterwards.`;
  }
  const now = plan.before.reduce((sum, target) => sum + (target.documents ?? 0), 0);
  return `${plan.alias}: ${plural(now, 'document')} now, ${plural(now + change, 'document')} afterwards.`;
}

function ofTheAlias(plan: RestorePlan): string {
  if (plan.alias === null) return 'no alias moves';
  if (pointsToTarget(plan)) return `${plan.alias} points to it already`;
  return movesAlias(plan) ? `${plan.alias} moves to it` : `${plan.alias} is not moved`;
}

/** `backupSeconds`: how long the backup took, where its file says so. */
export function durationEstimate(estimate: RestoreEstimate | null, backupSeconds: number | null): string {
  if (estimate === null) {
    const backup = backupSeconds === null ? '' : ` Making the backup took ${formatDuration(backupSeconds)}.`;
    return `How long it takes is unknown: nothing of such a size was restored here yet.${backup}`;
  }
  const [from, to] = [formatDuration(estimate.fromSeconds), formatDuration(estimate.toSeconds)];
  const takes = from === to ? `about ${to}` : `${from} to ${to}`;
  const restores = estimate.restores === 1 ? 'restore' : `${formatCount(estimate.restores)} restores`;
  return `It takes ${takes}, going by the last ${restores} of such a size here.`;
}

export const totalBytes = (plan: RestorePlan) => plan.target.estimatedPrimaryBytes * (1 + plan.target.replicas);
export const changesIn = (plan: RestorePlan) => plan.settings.changes.length + plan.mappings.changes.length;
export const refusals = (plan: RestorePlan) => plan.checks.filter((check) => check.level === 'refuse');

/** The label of the button: "Restore 8,940 documents". */
export function documentsVerb(plan: RestorePlan): string {
  const use = targetUseOf(plan);
  const into = isLive(use) ? ' into the live index' : use.how === 'adds' ? ' into an index that exists' : '';
  return `Restore ${plural(plan.backup.documents, 'document')}${into}`;
}
