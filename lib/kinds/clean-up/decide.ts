import { dateOfIndex, groupOfIndex } from '../../contract/index-group.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import type { CleanUpEntry, CleanUpPlan, CleanUpRules } from './schema.ts';
import { runSync, forEachInSteps, mapInSteps, sortInSteps, type Steps } from '../../slices.ts';
import { formatAge, formatList, formatSpan, plural } from '../../format.ts';

export interface CleanUpState {
  indices: readonly IndexSummary[];
  /** Uuids, and names, of indices that a job is filling. */
  filling: readonly string[];
  nowMs: number;
}

/** Jobs of this Restore Desk are known; a command line elsewhere shows only as the mark on the index. */
const STILL_FILLING_MS = 24 * 3_600_000;

type Group = CleanUpPlan['groups'][number];

/**
 * Which indices go and why each other one stays, per alias. Pure. Only an index whose name is of its alias's pattern
 * can go; one of no group is told by `outsideAnyAlias`. The newest `keep` without an alias stay, and if those are empty or
 * red, the newest `keep` that are neither stay as well: a failed restore is not the way back.
 */
export const decideCleanUp = (facts: CleanUpState, rules: CleanUpRules): Group[] => runSync(decideSteps(facts, rules));

/** The same, in steps: there may be 100,000 indices, and one alias may have most of them. */
export function* decideSteps(facts: CleanUpState, rules: CleanUpRules): Steps<Group[]> {
  const wanted = new Set(rules.aliases);
  const aliases = new Set<string>();
  const members = new Map<string, IndexSummary[]>();
  yield* forEachInSteps(facts.indices, (index) => {
    const groups = new Set(index.aliases.map(({ alias }) => alias));
    for (const alias of groups) aliases.add(alias);
    const named = groupOfIndex(index.name);
    if (named !== null) groups.add(named);
    for (const alias of groups) {
      if (wanted.size > 0 && !wanted.has(alias)) continue;
      const known = members.get(alias);
      if (known) known.push(index);
      else members.set(alias, [index]);
    }
  });
  const decided: Group[] = [];
  for (const [alias, indices] of [...members].sort(([a], [b]) => (a < b ? -1 : 1)))
    decided.push({ alias, entries: yield* decideGroup(alias, indices, aliases.has(alias), facts, rules) });
  return decided;
}

/** Of no alias and named after none: whose they are is not known, so they never go. The largest first. */
export function outsideAnyAlias(indices: readonly IndexSummary[]): CleanUpPlan['outside'] {
  return indices
    .filter((index) => index.aliases.length === 0 && groupOfIndex(index.name) === null)
    .sort((a, b) => (b.storeBytes ?? -1) - (a.storeBytes ?? -1) || (a.name < b.name ? -1 : 1))
    .map(({ name, uuid, documents, storeBytes }) => ({ index: name, uuid, documents, storeBytes }));
}

function* decideGroup(
  alias: string,
  indices: readonly IndexSummary[],
  live: boolean,
  facts: CleanUpState,
  rules: CleanUpRules,
): Steps<CleanUpEntry[]> {
  const dated = yield* mapInSteps(indices, (index) => ({ index, at: moment(index) }));
  const newestFirst = (yield* sortInSteps(dated, (a, b) => b.at - a.at || (a.index.name < b.index.name ? 1 : -1))).map(
    ({ index }) => index,
  );
  const filled = (index: IndexSummary) => facts.filling.includes(index.uuid) || facts.filling.includes(index.name);
  const spare = newestFirst.filter(
    (index) => groupOfIndex(index.name) === alias && index.aliases.length === 0 && !filled(index),
  );
  const newest = new Set(spare.slice(0, rules.keep));
  const fullest = indices.reduce((most, index) => Math.max(most, index.documents ?? 0), 0);
  const whole = (index: IndexSummary) =>
    !index.loading &&
    index.health !== 'red' &&
    index.documents !== 0 &&
    (index.documents === null || index.documents >= fullest / 2);
  const usable = new Set(spare.filter(whole).slice(0, rules.keep));

  const stays = (index: IndexSummary): string | null => {
    if (index.aliases.length > 0)
      return `${formatList(index.aliases.map((membership) => membership.alias))} ${index.aliases.length === 1 ? 'points' : 'point'} to it`;
    if (groupOfIndex(index.name) !== alias) return `its name is not of the pattern of ${alias}’s indices`;
    if (filled(index)) return 'a job is filling it';
    const lock = index.blocks.find((block) => block === 'read_only' || block === 'metadata');
    if (lock) return `it is under a ${lock} block, so somebody wants it kept`;
    if (!live) return `nothing has the alias ${alias}, so which of its indices is live is not known`;
    if (index.loading && facts.nowMs - Math.max(0, ...dates(index)) < STILL_FILLING_MS)
      return 'a restore began it less than a day ago and may still be filling it, from another machine; running that restore again finishes it';
    if (newest.has(index))
      return rules.keep === 1
        ? 'it is the newest without an alias: the way back'
        : `it is one of the ${rules.keep} newest without an alias: the way back`;
    if (usable.has(index)) return 'the newer ones are empty, red or hold much less, so it is the way back';
    return tooYoung(index, facts.nowMs, rules.olderThanMs);
  };
  return yield* mapInSteps(newestFirst, (index) => {
    const reason = stays(index);
    return {
      index: index.name,
      uuid: index.uuid,
      state: index.state,
      documents: index.documents,
      storeBytes: index.storeBytes,
      createdAt: index.createdAt,
      goes: reason === null,
      because: reason ?? goesBecause(index, facts.nowMs, rules),
    };
  });
}

/** The later of what the name says and when it was created here: an index is never taken for older than either. */
function dates(index: IndexSummary): number[] {
  return [dateOfIndex(index), index.createdAt].flatMap((iso) => (iso === null ? [] : [Date.parse(iso)]));
}

/** Generations are in the order of their names' dates; one without any date is taken for the oldest. */
const moment = (index: IndexSummary): number => Date.parse(dateOfIndex(index) ?? '') || 0;

function tooYoung(index: IndexSummary, nowMs: number, olderThanMs: number | null): string | null {
  if (olderThanMs === null) return null;
  const known = dates(index);
  if (known.length === 0) return 'its age is not known';
  const age = nowMs - Math.max(...known);
  return age > olderThanMs
    ? null
    : `it is ${formatAge(age)} old, and only what is older than ${formatSpan(olderThanMs)} goes`;
}

function goesBecause(index: IndexSummary, nowMs: number, rules: CleanUpRules): string {
  const known = dates(index);
  const age =
    rules.olderThanMs !== null && known.length > 0 ? `, it is ${formatAge(nowMs - Math.max(...known))} old` : '';
  const kept =
    rules.keep === 0
      ? 'no index without an alias is to be kept'
      : `${plural(rules.keep, 'newer one')} without an alias ${rules.keep === 1 ? 'is' : 'are'} kept`;
  const left = index.loading
    ? ', the restore that began it never finished'
    : index.documents === 0
      ? ', it is empty'
      : '';
  return `no alias points to it${left}${age}, and ${kept}`;
}
