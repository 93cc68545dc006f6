import { isRoutineChange } from '../../contract/routine-changes.ts';
import { areOf, formatCount, plural } from '../../format.ts';
import type { RestoreChoicesInput } from './review.ts';
import type { RestorePlan } from './schema.ts';
import { targetUseOf } from './target-use.ts';

/** What is in a folded part of a restore's review, in a few words beside its title. Pure. */

/** "3 settings change, 4 are left out, mappings are equal" */
export function settingsSummary(plan: RestorePlan): string {
  if (targetUseOf(plan).how === 'adds') return 'the existing index keeps its own';
  const routine = plan.settings.changes.filter(isRoutineChange).length;
  const changed = plan.settings.changes.length - routine;
  const fields = plan.mappings.changes.length;
  return [
    changed === 0 ? 'settings are equal' : `${plural(changed, 'setting')} ${changed === 1 ? 'changes' : 'change'}`,
    ...(routine === 0 ? [] : [`${formatCount(routine)} ${areOf(routine)} left out`]),
    fields === 0 ? 'mappings are equal' : `${plural(fields, 'field')} ${fields === 1 ? 'changes' : 'change'}`,
  ].join(', ');
}

const OPTIONS: Partial<Record<keyof RestoreChoicesInput, string>> = {
  alias: 'alias',
  into: 'index',
  shards: 'shards',
  replicas: 'replicas',
  onConflict: 'existing documents',
  drop: 'settings to drop',
  settings: 'settings',
  mappings: 'mappings',
  allowPartial: 'rejected documents allowed',
  allowIncomplete: 'incomplete backup allowed',
};

/** Options that differ from the default: "shards, settings". `own`: names whose value the backup has by itself. */
export function optionsSummary(choices: RestoreChoicesInput, own: readonly (keyof RestoreChoicesInput)[] = []): string {
  const changed = (Object.keys(OPTIONS) as (keyof RestoreChoicesInput)[]).filter(
    (name) => choices[name] !== undefined && choices[name] !== 'no' && !own.includes(name),
  );
  return changed.length === 0 ? 'defaults' : changed.map((name) => OPTIONS[name]).join(', ');
}

/** "6 calls as curl" */
export const requestsSummary = (requests: number): string =>
  requests === 0 ? 'none' : `${plural(requests, 'call')} as curl`;
