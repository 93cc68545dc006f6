import { isDrillIndex } from '../../contract/drill-index.ts';
import { groupOfIndex } from '../../contract/index-group.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import { runSync, forEachInSteps, mapInSteps, sortInSteps, type Steps } from '../../slices.ts';
import { reasonToDelete, reasonToKeep, type GroupFacts } from './reasons.ts';
import type { CleanUpEntry, CleanUpPlan, CleanUpRules, EndedJob } from './schema.ts';
import { generationMs } from './index-dates.ts';

export interface CleanUpState {
  indices: readonly IndexSummary[];
  /** Uuids, and names, of indices that a job writes documents into. */
  indicesBeingWritten: readonly string[];
  /** Of an unfinished restore: the job that filled the index, if it is known to have ended. */
  endedJobOf?: ((index: IndexSummary) => EndedJob | null) | undefined;
  nowMs: number;
}

type Group = CleanUpPlan['groups'][number];

/**
 * Per alias, which indices are deleted and why each other one is kept. Pure. Only an index whose name has the pattern of
 * its alias can be deleted; one of no group is in `outsideAnyAlias`. The newest `keep` without an alias are kept. If those
 * are empty, half filled or red, the newest `keep` that are none of these are kept as well: a failed restore is not a
 * previous index. What a job began to fill that is known to have ended is never kept as one, whatever its name.
 */
export const decideCleanUp = (state: CleanUpState, rules: CleanUpRules): Group[] => runSync(decideSteps(state, rules));

/** The same in steps, since there may be 100,000 indices, most of them in the group of one alias. */
export function* decideSteps(state: CleanUpState, rules: CleanUpRules): Steps<Group[]> {
  const requested = new Set(rules.aliases);
  const aliases = new Set<string>();
  const endedJobs = new Map<IndexSummary, EndedJob>();
  const members = new Map<string, IndexSummary[]>();
  yield* forEachInSteps(state.indices, (index) => {
    // Its drill deletes it, or the next one does.
    if (isDrillIndex(index.name)) return;
    const groups = new Set(index.aliases.map(({ alias }) => alias));
    for (const alias of groups) aliases.add(alias);
    const ended = index.loading ? (state.endedJobOf?.(index) ?? null) : null;
    if (ended !== null) endedJobs.set(index, ended);
    const groupOfName = groupOfIndex(index.name) ?? (ended === null ? null : (ended.alias ?? index.name));
    if (groupOfName !== null) groups.add(groupOfName);
    for (const alias of groups) {
      if (requested.size > 0 && !requested.has(alias)) continue;
      const group = members.get(alias);
      if (group) group.push(index);
      else members.set(alias, [index]);
    }
  });
  const decided: Group[] = [];
  for (const [alias, indices] of [...members].sort(([a], [b]) => (a < b ? -1 : 1)))
    decided.push({ alias, entries: yield* decideGroup(alias, indices, aliases.has(alias), endedJobs, state, rules) });
  return decided;
}

/** Indices without an alias and without a group's name, largest first. Never deleted: what they are for is unknown. */
export function outsideAnyAlias(
  indices: readonly IndexSummary[],
  groups: readonly Group[] = [],
): CleanUpPlan['outside'] {
  const grouped = new Set(groups.flatMap(({ entries }) => entries.map(({ uuid }) => uuid)));
  return indices
    .filter((index) => !grouped.has(index.uuid) && !isDrillIndex(index.name))
    .filter((index) => index.aliases.length === 0 && groupOfIndex(index.name) === null)
    .sort((a, b) => (b.storeBytes ?? -1) - (a.storeBytes ?? -1) || (a.name < b.name ? -1 : 1))
    .map(({ name, uuid, documents, storeBytes }) => ({ index: name, uuid, documents, storeBytes }));
}

function* decideGroup(
  alias: string,
  indices: readonly IndexSummary[],
  aliasExists: boolean,
  endedJobs: ReadonlyMap<IndexSummary, EndedJob>,
  { indicesBeingWritten, nowMs }: CleanUpState,
  rules: CleanUpRules,
): Steps<CleanUpEntry[]> {
  const dated = yield* mapInSteps(indices, (index) => ({ index, atMs: generationMs(index) }));
  const newestFirst = (yield* sortInSteps(
    dated,
    (a, b) => b.atMs - a.atMs || (a.index.name < b.index.name ? 1 : -1),
  )).map(({ index }) => index);
  const isBeingWritten = (index: IndexSummary) =>
    indicesBeingWritten.includes(index.uuid) || indicesBeingWritten.includes(index.name);
  const unaliased = newestFirst.filter(
    (index) =>
      groupOfIndex(index.name) === alias &&
      index.aliases.length === 0 &&
      !isBeingWritten(index) &&
      !endedJobs.has(index),
  );
  const maxDocuments = indices.reduce((most, index) => Math.max(most, index.documents ?? 0), 0);
  const group: GroupFacts = {
    alias,
    aliasExists,
    isBeingWritten,
    endedJobs,
    newest: new Set(unaliased.slice(0, rules.keep)),
    newestUsable: new Set(unaliased.filter((index) => isUsable(index, maxDocuments)).slice(0, rules.keep)),
    nowMs,
  };
  // Of the newer ones without an alias.
  let kept = 0;
  return yield* mapInSteps(newestFirst, (index) => {
    const reason = reasonToKeep(index, group, rules);
    const newerKept = kept;
    if (reason !== null && index.aliases.length === 0) kept += 1;
    return {
      index: index.name,
      uuid: index.uuid,
      state: index.state,
      documents: index.documents,
      storeBytes: index.storeBytes,
      createdAt: index.createdAt,
      goes: reason === null,
      because: reason ?? reasonToDelete(index, group, rules, newerKept),
    };
  });
}

/** Completely filled, as far as that can be known: not red, not empty, and at least half of the group's largest. */
const isUsable = ({ documents, health, loading }: IndexSummary, maxDocuments: number): boolean =>
  !loading && health !== 'red' && documents !== 0 && (documents === null || documents >= maxDocuments / 2);
