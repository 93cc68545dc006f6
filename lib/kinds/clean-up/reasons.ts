import { groupOfIndex } from '../../contract/index-group.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import { formatAge, formatList, formatSpan, plural } from '../../format.ts';
import { latestDateMs } from './index-dates.ts';
import type { CleanUpRules } from './schema.ts';

/** What decides about an index besides itself. */
export interface GroupFacts {
  alias: string;
  /** Some index has the alias. */
  aliasExists: boolean;
  isBeingWritten: (index: IndexSummary) => boolean;
  /** Of the indices without an alias, the newest that the rules keep. */
  newest: ReadonlySet<IndexSummary>;
  /** The same of those that are neither empty, half filled nor red. */
  newestUsable: ReadonlySet<IndexSummary>;
  nowMs: number;
}

/** A restore on another machine is visible only by its mark on the index: the jobs here don't list it. */
const LOADING_MS = 24 * 3_600_000;

/** Ends the sentence "stays because …"; null: the index is deleted. */
export function reasonToKeep(index: IndexSummary, group: GroupFacts, rules: CleanUpRules): string | null {
  return (
    reasonOfUse(index, group) ??
    reasonToKeepForUndo(index, group, rules.keep) ??
    reasonOfAge(index, group.nowMs, rules.olderThanMs)
  );
}

/** An alias, a job, a block, or a restore uses the index, or may do so. */
function reasonOfUse(index: IndexSummary, { alias, aliasExists, isBeingWritten, nowMs }: GroupFacts): string | null {
  if (index.aliases.length > 0)
    return `${formatList(index.aliases.map((membership) => membership.alias))} ${index.aliases.length === 1 ? 'points' : 'point'} to it`;
  if (groupOfIndex(index.name) !== alias) return `its name is not of the pattern of ${alias}’s indices`;
  if (isBeingWritten(index)) return 'a job is filling it';
  const block = index.blocks.find((name) => name === 'read_only' || name === 'metadata');
  if (block) return `it is under a ${block} block, so somebody wants it kept`;
  if (!aliasExists) return `nothing has the alias ${alias}, so which of its indices is live is not known`;
  if (index.loading && nowMs - Math.max(0, latestDateMs(index) ?? 0) < LOADING_MS)
    return 'a restore began it less than a day ago and may still be filling it, from another machine; running that restore again finishes it';
  return null;
}

function reasonToKeepForUndo(index: IndexSummary, { newest, newestUsable }: GroupFacts, keep: number): string | null {
  if (newest.has(index))
    return keep === 1
      ? 'it is the newest without an alias: the way back'
      : `it is one of the ${keep} newest without an alias: the way back`;
  return newestUsable.has(index) ? 'the newer ones are empty, red or hold much less, so it is the way back' : null;
}

function reasonOfAge(index: IndexSummary, nowMs: number, olderThanMs: number | null): string | null {
  if (olderThanMs === null) return null;
  const dateMs = latestDateMs(index);
  if (dateMs === null) return 'its age is not known';
  const ageMs = nowMs - dateMs;
  return ageMs > olderThanMs
    ? null
    : `it is ${formatAge(ageMs)} old, and only what is older than ${formatSpan(olderThanMs)} goes`;
}

/** Ends the sentence "goes because …". */
export function reasonToDelete(index: IndexSummary, nowMs: number, { keep, olderThanMs }: CleanUpRules): string {
  const dateMs = latestDateMs(index);
  const age = olderThanMs !== null && dateMs !== null ? `, it is ${formatAge(nowMs - dateMs)} old` : '';
  const others =
    keep === 0
      ? 'no index without an alias is to be kept'
      : `${plural(keep, 'newer one')} without an alias ${keep === 1 ? 'is' : 'are'} kept`;
  const content = index.loading
    ? ', the restore that began it never finished'
    : index.documents === 0
      ? ', it is empty'
      : '';
  return `no alias points to it${content}${age}, and ${others}`;
}
