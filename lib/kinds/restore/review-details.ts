import type { ConflictMode } from '../../contract/plan.ts';
import type { PlanReview } from '../../contract/reviews.ts';
import { isRoutineChange } from '../../contract/routine-changes.ts';
import { formatCount, formatList, plural } from '../../format.ts';
import { formatDocuments } from '../documents.ts';
import type { RestorePlan } from './schema.ts';

/** A request for approval is stored, and polled by every page: of thousands of changes it lists the first. */
const MOST_CHANGES = 200;

/** What a second person reads of a restore besides checks and alias: backup, choices, changed settings and mappings. */
export function reviewDetails(plan: RestorePlan): Omit<PlanReview, 'checks' | 'before' | 'after'> {
  const { backup, mappings, settings } = plan;
  const all = settings.changes.length + mappings.changes.length;
  // The overridden ones first: a person chose them.
  const notable = settings.changes.filter((change) => !isRoutineChange(change));
  const sorted = notable.sort((a, b) => Number(isOverride(b)) - Number(isOverride(a)));
  const shownSettings = sorted.slice(0, MOST_CHANGES);
  const shownMappings = mappings.changes.slice(0, MOST_CHANGES - shownSettings.length);
  return {
    backup: { id: backup.ref.id, takenAt: backup.takenAt, documents: backup.documents },
    choices: choicesOf(plan),
    settings: shownSettings,
    mappings: shownMappings,
    changesLeftOut: all - shownSettings.length - shownMappings.length,
  };
}

const isOverride = ({ action }: RestorePlan['settings']['changes'][number]): boolean => action === 'overridden';

const CONFLICTS: Record<ConflictMode, string> = {
  create: 'existing documents are kept as they are',
  index: 'existing documents are overwritten',
  external_gte: 'existing documents are overwritten unless they are newer',
};

function choicesOf({ alias, allowPartial, backup, onConflict, switchAlias, target }: RestorePlan) {
  const choices = [
    {
      name: 'Into',
      value:
        target.uuid === null
          ? `a new index, ${target.index}`
          : `${target.index}, which has ${formatDocuments(target.documents)}`,
    },
    { name: 'Shards', value: `${plural(target.shards, 'shard')}, ${plural(target.replicas, 'replica')}` },
  ];
  const add = (name: string, value: string) => choices.push({ name, value });
  if (target.aliases.length > 0)
    add('Live', `${formatList(target.aliases)} ${target.aliases.length === 1 ? 'points' : 'point'} to it now`);
  if (target.uuid !== null) add('Conflicts', CONFLICTS[onConflict]);
  if (backup.promised > backup.documents)
    add('Incomplete', `the backup file has ${formatCount(backup.documents)} of ${plural(backup.promised, 'document')}`);
  if (alias !== null && !switchAlias) add('Alias', `${alias} is not switched`);
  if (allowPartial && switchAlias) add('Rejected documents', 'the alias is switched even if documents are rejected');
  return choices;
}
