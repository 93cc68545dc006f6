import type { IndexSummary } from '../contract/indices.ts';
import type { AliasMove, AliasState, AliasTarget, Check } from '../contract/plan.ts';
import { describeState } from './alias-targets.ts';
import { blockChecks, blocksAliasChange } from './block-checks.ts';
import type { SwitchState } from './switch-state.ts';

/** Whether the alias can be read, and is not the name of an index. */
export function nameChecks({ unreadable, indices }: SwitchState, alias: string): Check[] {
  return [
    ...(unreadable ? [unreadable] : []),
    ...(indices.some(({ name }) => name === alias) ? [aliasIsIndexCheck(alias)] : []),
  ];
}

/** Whether searches and writes through the alias will work on this index. */
export function targetChecks(target: IndexSummary, state: SwitchState): Check[] {
  return [
    ...blockChecks(target, 'target', state.health),
    ...(target.health === 'red' ? [redCheck(target.name)] : []),
    ...(target.state === 'closed' && !blocksAliasChange(target) ? [closedCheck(target.name)] : []),
    ...(target.loading
      ? [partlyLoadedCheck(target.name)]
      : target.neverRefreshed
        ? [neverRefreshedCheck(target.name)]
        : []),
    ...(target.state === 'open' && target.documents === 0 ? [emptyCheck(target.name)] : []),
  ];
}

const aliasIsIndexCheck = (alias: string): Check => ({
  id: 'alias-is-index',
  level: 'refuse',
  title: `${alias} is the name of an index`,
  detail: 'An alias can’t have the name of an index, so it can’t be created.',
  hint:
    'Choose another alias. If the index was created by mistake (a write to a missing alias does that), ' +
    'back it up, then delete it.',
});

const redCheck = (index: string): Check => ({
  id: `red-${index}`,
  level: 'refuse',
  title: `${index} is red`,
  detail: 'At least one of its shards is missing: searches would fail or miss documents.',
  hint: 'Check the cluster’s health for the reason, or restore the index from a backup.',
});

const closedCheck = (index: string): Check => ({
  id: `closed-${index}`,
  level: 'warn',
  title: `${index} is closed`,
  detail:
    'It is opened first, and gets the alias when its shards are there. How many documents it has is known only then.',
});

const partlyLoadedCheck = (index: string): Check => ({
  id: `half-filled-${index}`,
  level: 'warn',
  title: `${index} is not completely loaded`,
  detail:
    'A restore began to fill it and did not finish, or left documents out: ' +
    'documents are missing, it has no replicas, and it may not be refreshed.',
  hint: 'Run that restore again: it continues with this index, compares it with the backup, and switches the alias.',
});

const neverRefreshedCheck = (index: string): Check => ({
  id: `never-refreshed-${index}`,
  level: 'warn',
  title: `${index} is never refreshed`,
  detail: 'Its refresh_interval is -1, as while an index is being loaded: new documents are not found by searches.',
  hint: `If documents will be written to it: PUT /${encodeURIComponent(index)}/_settings {"index.refresh_interval": null}.`,
});

const emptyCheck = (index: string): Check => ({
  id: `empty-${index}`,
  level: 'warn',
  title: `${index} is empty`,
  detail: 'It has no documents: every search through the alias would find nothing.',
  hint: 'Make sure that this is the index you mean.',
});

export const unchangedCheck = (alias: string, index: string): Check => ({
  id: 'already',
  level: 'refuse',
  title: 'Nothing to do',
  detail: `${alias} already points to ${index}, and to nothing else.`,
});

export const newAliasCheck = (alias: string): Check => ({
  id: 'new-alias',
  level: 'warn',
  title: 'The alias is new',
  detail: `No index has the alias ${alias} yet; it will be created.`,
  hint: 'Check its spelling.',
});

export const severalIndicesCheck = (alias: string, before: readonly AliasTarget[], target: string): Check => ({
  id: 'several',
  level: 'warn',
  title: 'The alias points to several indices',
  detail: `${alias} points to ${before.map(({ index }) => index).join(', ')}; afterwards to ${target} only.`,
});

export function movedSinceCheck({ alias, after }: AliasMove, state: AliasState): Check {
  const [expected, current] = [describeState(after), describeState(state)];
  const hiddenChange =
    expected === current ? ' with another filter, routing or write flag, or the index was created again' : '';
  return {
    id: 'moved-since',
    level: 'refuse',
    title: 'The alias was switched since',
    detail: `Restore Desk switched ${alias} to ${expected}; it points to ${current} now${hiddenChange}. Somebody else has switched it.`,
    hint: 'Find out who and why. Then switch to the index you want by its name.',
  };
}

export const missingIndexCheck = (index: string, alias: string): Check => ({
  id: `gone-${index}`,
  level: 'refuse',
  title: `${index} no longer exists`,
  detail: `${alias} pointed to it before the switch; the index has been deleted since.`,
  hint: 'Restore it from a backup, or switch to another index.',
});

export const recreatedIndexCheck = (index: string): Check => ({
  id: `another-${index}`,
  level: 'refuse',
  title: `${index} is another index`,
  detail: 'It was deleted and created again under the same name since the switch.',
  hint: 'Check its documents, then switch to it by its name.',
});

export const removedAliasCheck = (alias: string): Check => ({
  id: 'alias-goes',
  level: 'warn',
  title: 'The alias is deleted',
  detail: `${alias} did not exist before the switch, so undoing it deletes the alias: searches for it will fail.`,
});
