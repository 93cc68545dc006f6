import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import type { RestoreEstimate } from '@/lib/kinds/restore/review.ts';
import { formatCount, formatDuration, formatList, formatUtc, plural, shortIndexName } from '@/lib/format.ts';

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
  const since = plan.backup.takenAt === null ? 'the backup was made' : formatUtc(plan.backup.takenAt);
  return { change, bringsBack: bringsBack(plan, now, change), missing: missing(since, change, plan) };
}

/** The target exists and is not an interrupted restore of this backup: how many of its documents are in the backup is unknown. */
export const addsToIndex = (plan: RestorePlan): boolean => plan.target.uuid !== null && plan.resume === null;

function bringsBack(plan: RestorePlan, now: number | null, change: number | null): string {
  if (addsToIndex(plan))
    return `up to ${plural(plan.backup.documents, 'document')}: those that ${plan.target.index} does not have, or has otherwise`;
  if (plan.before.length === 0) return `all ${plural(plan.backup.documents, 'document')}`;
  if (now === null || change === null)
    return `${plural(plan.backup.documents, 'document')}; how many are there now is unknown`;
  if (change > 0) return `at least ${plural(change, 'document')} that the live index does not have`;
  return 'documents that changed or were deleted since the backup';
}

function missing(since: string, change: number | null, plan: RestorePlan): string {
  if (addsToIndex(plan)) return 'nothing: documents are added and overwritten, none is deleted';
  const always = `what was written or changed after ${since}`;
  if (plan.before.length === 0) return always;
  return change !== null && change < 0
    ? `${always}: at least ${plural(-change, 'document')} of the live index`
    : `${always}; the live index stays beside it, so it can be looked up`;
}

/** What stays as it is, and what does not; null: there is no plan yet. */
export function whatIsSafe(plan: RestorePlan | null): string {
  if (plan === null) return 'Nothing is changed before you start it.';
  const { alias, before, onConflict, switchAlias, target } = plan;
  if (target.aliases.length > 0) {
    const lost = onConflict === 'create' ? '' : ' What is overwritten in it can’t be brought back.';
    return `Nothing is deleted. It writes into the live index: ${formatList(target.aliases)} ${
      target.aliases.length === 1 ? 'points' : 'point'
    } to ${target.index}.${lost}`;
  }
  if (before.length === 0) return 'Nothing is deleted.';
  return switchAlias && alias !== null
    ? 'Nothing is deleted. The live index stays as it is, open, and one click switches back to it.'
    : 'Nothing is deleted. The live index stays as it is.';
}

/** What will happen, in the order it does. */
export function whatWillHappen(plan: RestorePlan): string[] {
  const fresh = plan.target.uuid === null;
  const moves = plan.switchAlias && plan.alias !== null;
  // Of an alias on several indices only the one the backup was made of is replaced.
  const stays = plan.after.map((state) => state.index).filter((index) => index !== plan.target.index);
  return [
    plan.resume !== null
      ? `Go on filling ${plan.target.index}, which an earlier restore of this backup began`
      : fresh
        ? 'Create the new index'
        : `Write into ${plan.target.index}, which exists (${plural(plan.target.documents, 'document')} now)`,
    `Load ${plural(plan.backup.documents, 'document')}, every one counted`,
    'Compare count and content with the backup',
    moves
      ? `Move the alias ${plan.alias} in one step${stays.length > 0 ? `; it goes on pointing to ${stays.join(', ')} as well` : ''}`
      : plan.alias === null
        ? 'Move no alias'
        : `Stop: the alias ${plan.alias} stays where it is`,
  ];
}

/** The plan in a line, for where there is no room for its steps: "government: 1,118 documents now, 8,940 afterwards." */
export function inOneLine(plan: RestorePlan): string {
  const loaded = plural(plan.backup.documents, 'document');
  if (plan.alias === null || addsToIndex(plan) || !plan.switchAlias) {
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

function ofTheAlias({ alias, before, target, switchAlias }: RestorePlan): string {
  if (alias === null) return 'no alias moves';
  if (before.some(({ index }) => index === target.index)) return `${alias} points to it already`;
  return switchAlias ? `${alias} moves to it` : `${alias} stays where it is`;
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
export const documentsVerb = (plan: RestorePlan) =>
  `Restore ${formatCount(plan.backup.documents)} ${plan.backup.documents === 1 ? 'document' : 'documents'}`;
