import { isNarrowed } from '../../contract/documents-shown.ts';
import { groupOfIndex } from '../../contract/index-group.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import { areOf, formatAge, formatList, formatSpan, plural } from '../../format.ts';
import { latestDateMs } from './index-dates.ts';
import type { CleanUpRules, EndedJob } from './schema.ts';

/** What decides about an index besides itself. */
export interface GroupFacts {
  alias: string;
  /** Some index has the alias. */
  aliasExists: boolean;
  isBeingWritten: (index: IndexSummary) => boolean;
  /** Jobs that began to fill an index of this cluster and are known to have ended. */
  endedJobs: ReadonlyMap<IndexSummary, EndedJob>;
  /** Of the indices without an alias, the newest that the rules keep. */
  newest: ReadonlySet<IndexSummary>;
  /** The same of those that are neither empty, half filled nor red. */
  newestUsable: ReadonlySet<IndexSummary>;
  nowMs: number;
}

/** A restore on another machine is visible only by its mark on the index: the jobs here don't list it. */
const LOADING_MS = 24 * 3_600_000;

/** Ends the sentence "kept because …"; null: the index is deleted. */
export function reasonToKeep(index: IndexSummary, group: GroupFacts, rules: CleanUpRules): string | null {
  return (
    reasonOfUse(index, group) ??
    reasonToKeepForUndo(index, group, rules.keep) ??
    reasonOfAge(index, group.nowMs, rules.olderThanMs)
  );
}

/** An alias, a job, a block, or a restore uses the index, or may do so. */
function reasonOfUse(index: IndexSummary, group: GroupFacts): string | null {
  const { alias, aliasExists, endedJobs, isBeingWritten, nowMs } = group;
  const ended = endedJobs.has(index);
  if (index.aliases.length > 0) {
    const names = index.aliases.map((each) => (isNarrowed(each) ? `${each.alias} (with a filter)` : each.alias));
    const one = index.aliases.length === 1;
    return one && isNarrowed(index.aliases[0]!)
      ? `${index.aliases[0]!.alias} points to it, with a filter`
      : `${formatList(names)} ${one ? 'points' : 'point'} to it`;
  }
  if (groupOfIndex(index.name) !== alias && !ended) return `its name is not of the pattern of ${alias}’s indices`;
  if (isBeingWritten(index)) return 'a job is filling it';
  const block = index.blocks.find((name) => name === 'read_only' || name === 'metadata');
  if (block) return `it is under a ${block} block, so it was probably meant to be kept`;
  if (ended) return null;
  if (!aliasExists) return `no index has the alias ${alias}, so it is unknown which of its indices is live`;
  if (index.loading && nowMs - Math.max(0, latestDateMs(index) ?? 0) < LOADING_MS)
    return 'a restore that is not known here created it less than a day ago, so another machine may still be filling it';
  return null;
}

function reasonToKeepForUndo(index: IndexSummary, { newest, newestUsable }: GroupFacts, keep: number): string | null {
  if (newest.has(index))
    return keep === 1
      ? 'it is the newest index without an alias'
      : `it is one of the ${keep} newest indices without an alias`;
  return newestUsable.has(index) ? 'the newer ones without an alias are empty, red or much smaller' : null;
}

function reasonOfAge(index: IndexSummary, nowMs: number, olderThanMs: number | null): string | null {
  if (olderThanMs === null) return null;
  const dateMs = latestDateMs(index);
  if (dateMs === null) return 'its age is not known';
  const ageMs = nowMs - dateMs;
  return ageMs > olderThanMs
    ? null
    : `it is ${formatAge(ageMs)} old, and only what is older than ${formatSpan(olderThanMs)} is deleted`;
}

const ENDED = {
  failed: 'failed',
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
} satisfies Record<EndedJob['status'], string>;

/** Ends the sentence "deleted because …". `newerKept`: how many newer indices of the group without an alias are kept. */
export function reasonToDelete(
  index: IndexSummary,
  { endedJobs, nowMs }: GroupFacts,
  { olderThanMs }: CleanUpRules,
  newerKept: number,
): string {
  const ended = endedJobs.get(index);
  const dateMs = latestDateMs(index);
  const age = olderThanMs !== null && dateMs !== null ? `, it is ${formatAge(nowMs - dateMs)} old` : '';
  if (ended !== undefined)
    return `job ${ended.job}, which began to fill it, ${ENDED[ended.status]}, and no alias points to it${age}`;
  const others =
    newerKept === 0
      ? 'the rules keep no newer one without an alias'
      : `${plural(newerKept, 'newer one')} without an alias ${areOf(newerKept)} kept`;
  const content = index.loading
    ? ', the restore that created it did not finish'
    : index.documents === 0
      ? ', it is empty'
      : '';
  return `no alias points to it${content}${age}, and ${others}`;
}
