import type { AliasStatus, JobDetail, RestoreFacts } from '../../contract/job-page.ts';
import { formatCount, formatUtcShort } from '../../format.ts';
import { movedAlias } from './describe-result.ts';
import type { RestoreResult } from './schema.ts';
import { isIrreversible, isLive } from './target-use.ts';

/** What follows depends on no more of a restore, from a file or from a snapshot. */
export type EndedRestore = Pick<RestoreResult, 'alias' | 'aliasAfter' | 'aliasBefore' | 'index' | 'switched'> &
  Partial<Pick<RestoreResult, 'rejected'>>;

/** One thing to do after a restore. `go`: the page for it. */
export interface NextStep {
  title: string;
  detail?: string;
  /** The indices it is about. */
  indices?: readonly string[];
  go: 'back-up' | 'clean-up' | 'switch' | 'restore' | 'compare' | 'look-up' | null;
  /** The indices of `compare` and `look-up`, which may have one. */
  sides?: { left: string; right?: string };
}

/** What comes next depends on where the alias is now, not on where this restore left it. Pure. */
export function nextSteps(
  detail: Pick<JobDetail, 'isCopy' | 'restore' | 'standing' | 'moved' | 'retried'>,
  result: EndedRestore,
): NextStep[] {
  return [...retry(detail, result), ...afterwards(detail, result)];
}

/** Of rejected documents that no later job has sent again. */
function retry({ retried }: Pick<JobDetail, 'retried'>, { rejected = 0 }: EndedRestore): NextStep[] {
  if (rejected === 0 || retried !== null) return [];
  const documents = rejected === 1 ? 'the rejected document' : `the ${formatCount(rejected)} rejected documents`;
  return [{ title: `Fix the cause, then retry ${documents}`, detail: 'The reasons are in the list below.', go: null }];
}

/** Searches use the restored index: then the page offers to bring it up to date. */
export function isLiveAfterSwitch(
  { restore, standing, moved }: Pick<JobDetail, 'restore' | 'standing' | 'moved'>,
  result: EndedRestore,
): boolean {
  if (restore === null || (isIrreversible(restore.use) && !movedAlias(result))) return false;
  return pointsToRestored({ standing, moved }, result);
}

/** The alias points to the restored index, as far as this is known. */
export function pointsToRestored(
  { standing, moved }: Pick<JobDetail, 'standing' | 'moved'>,
  { alias, switched }: Pick<EndedRestore, 'alias' | 'switched'>,
): boolean {
  if (alias === null || standing === null || (!switched && moved === null)) return false;
  return standing.where === 'here' || standing.where === 'unknown';
}

function afterwards(
  { isCopy, restore, standing: aliasStatus, moved }: Pick<JobDetail, 'isCopy' | 'restore' | 'standing' | 'moved'>,
  result: EndedRestore,
): NextStep[] {
  const { alias } = result;
  if (restore !== null && isIrreversible(restore.use) && !movedAlias(result))
    return afterAdding(restore, result, isCopy);
  if (alias === null || (!result.switched && moved === null)) return afterRestoreBeside(restore, result);
  const steps =
    aliasStatus === null
      ? [SEARCH]
      : stepsByStatus(alias, aliasStatus, restore?.takenAt ?? null, restore === null && !isCopy);
  return [...steps, backUp(alias), cleanUp(aliasStatus)];
}

const SEARCH: NextStep = { title: 'Search for a page you know on the site', go: null };

const backUp = (alias: string | null): NextStep => ({
  title: `Back up ${alias ?? 'the index'} as it is now`,
  go: 'back-up',
});

/** The rules of the clean-up keep the newest previous index. */
function cleanUp(aliasStatus: AliasStatus | null): NextStep {
  const detail =
    aliasStatus?.where !== 'here'
      ? undefined
      : aliasStatus.beforeNow === 'gone'
        ? 'The previous index has been deleted: keep the backup until you are sure.'
        : 'The newest previous index is kept, so that you can switch back.';
  return { title: 'Clean up indices without an alias', ...(detail === undefined ? {} : { detail }), go: 'clean-up' };
}

/** `asksWriters`: no part of the page is about what was written after the backup, as there is after a restored file and a copy. */
function stepsByStatus(
  alias: string,
  aliasStatus: AliasStatus,
  takenAt: string | null,
  asksWriters: boolean,
): NextStep[] {
  switch (aliasStatus.where) {
    case 'before':
      return afterUndo(alias, aliasStatus);
    case 'elsewhere':
      return afterForeignSwitch(alias, aliasStatus);
    case 'here':
      return asksWriters
        ? [SEARCH, ...lookUpInBoth(aliasStatus), ...compareWithPrevious(aliasStatus), writersOf(alias, takenAt)]
        : [SEARCH, ...lookUpInBoth(aliasStatus)];
    case 'unknown':
      return asksWriters ? [SEARCH, writersOf(alias, takenAt)] : [SEARCH];
    default:
      return aliasStatus.where satisfies never;
  }
}

/** While the one previous index is there and can be read. */
function readablePrevious({ before, beforeNow }: AliasStatus): string | null {
  const [previous, ...others] = before;
  return previous === undefined || others.length > 0 || beforeNow !== 'open' ? null : previous;
}

function lookUpInBoth(aliasStatus: AliasStatus): NextStep[] {
  const previous = readablePrevious(aliasStatus);
  if (previous === null) return [];
  return [
    {
      title: 'Look up the same query in both indices',
      detail: 'The previous index on the left, the restored one on the right.',
      go: 'look-up',
      sides: { left: previous, right: aliasStatus.index },
    },
  ];
}

function compareWithPrevious(aliasStatus: AliasStatus): NextStep[] {
  const previous = readablePrevious(aliasStatus);
  if (previous === null) return [];
  return [
    {
      title: 'Compare with the previous index',
      detail: 'It may have documents that were written after the backup.',
      go: 'compare',
      sides: { left: aliasStatus.index, right: previous },
    },
  ];
}

const writersOf = (alias: string, takenAt: string | null): NextStep => ({
  title: `Run the jobs that write to ${alias} again`,
  detail: `Changes made after ${takenAt === null ? 'the backup' : `${formatUtcShort(takenAt, Date.now())} UTC`} are missing.`,
  go: null,
});

/** After documents were written into an index that existed: there is nothing to switch back to, and nothing to clean up. */
function afterAdding({ use }: Pick<RestoreFacts, 'use'>, { alias, index }: EndedRestore, isCopy: boolean): NextStep[] {
  return [
    isLive(use)
      ? SEARCH
      : {
          title: 'Search the index for a document you know',
          indices: [index],
          go: 'look-up',
          sides: { left: index },
        },
    {
      title: isCopy ? 'Check documents that both clusters have' : 'Check documents that were changed after the backup',
      detail: 'Where they were overwritten, change them again.',
      go: null,
    },
    backUp(alias),
  ];
}

function afterRestoreBeside(restore: JobDetail['restore'], { alias, index }: EndedRestore): NextStep[] {
  return [
    {
      title: 'Search the new index for a document you know',
      indices: [index],
      go: 'look-up',
      sides: besideLive(restore?.liveIndices ?? [], index),
    },
    {
      title: alias === null ? 'Point an alias to it when you are sure' : `Switch ${alias} to it when you are sure`,
      ...(restore?.liveIndices.length === 0 || alias === null
        ? {}
        : { detail: 'Until then, searches use the live index.' }),
      go: 'switch',
    },
    cleanUp(null),
  ];
}

/** The same query of the live index, where there is one. */
const besideLive = ([live, ...others]: readonly string[], index: string): NextStep['sides'] =>
  live === undefined || others.length > 0 ? { left: index } : { left: live, right: index };

function afterUndo(alias: string, { before, index, indexNow }: AliasStatus): NextStep[] {
  const deleted = indexNow === 'gone';
  return [
    { title: 'Searches use the previous index again', indices: before, go: null },
    {
      title: 'Find out what is wrong with the restored index',
      detail: deleted ? 'It has been deleted.' : 'It still exists.',
      ...(deleted ? {} : { indices: [index] }),
      go: null,
    },
    deleted
      ? { title: `Restore ${alias} from this backup or another one`, go: 'restore' }
      : { title: `Switch ${alias} to it again, or restore another backup`, go: 'switch' },
  ];
}

function afterForeignSwitch(alias: string, { targets }: AliasStatus): NextStep[] {
  return [
    targets.length === 0
      ? { title: `Find out who removed the alias ${alias}`, detail: 'Searches for it fail.', go: null }
      : {
          title: `Find out who switched ${alias}, and why`,
          indices: targets.map((target) => target.index),
          go: null,
        },
    { title: `Then switch ${alias} to the index you want`, go: 'switch' },
  ];
}
