import type { VerifiedState } from '../contract/api.ts';
import type { BackupSummary } from '../contract/backup.ts';
import { dateOfIndex } from '../contract/index-group.ts';
import type { ClusterIndices, IndexSummary } from '../contract/indices.ts';
import type { Loss, OverviewAlias, RowBackup } from '../contract/overview.ts';
import { formatChange, formatCount, formatPercent } from '../format.ts';
import { runSync, mapInSteps, sortInSteps, type Steps } from '../slices.ts';
import { sumOrNull } from '../sum-or-null.ts';
import { backupsByName, isGood, isOf, lastGoodOf, overdueOf, timeOf, type Listed } from './backups-of-alias.ts';
import { flagsOf, generationsOf, newestFirst, type Generations } from './alias-map.ts';

/** Documents come and go; a fall of a tenth since last night is an incident, of a fiftieth worth a look. */
const LOST = 0.1;
const FEWER = 0.02;

interface Known extends Listed {
  backups: readonly BackupSummary[];
  verified: ReadonlyMap<string, VerifiedState>;
}

/** One row per alias of the overview, those in trouble first. Pure. */
export const aliasRowsOf = (indices: ClusterIndices, known: Known): OverviewAlias[] =>
  runSync(aliasRowSteps(generationsOf(indices.indices).groups, known));

export function* aliasRowSteps(groups: readonly Generations[], known: Known): Steps<OverviewAlias[]> {
  const named = backupsByName(known.backups);
  yield;
  const rows = yield* mapInSteps(groups, (group) => rowOf(group, named.get(group.alias) ?? [], known));
  return yield* sortInSteps(rows, (a, b) => rank(b) - rank(a) || (a.alias < b.alias ? -1 : 1));
}

/** An alias can be on thousands of indices. */
const TARGETS_SHOWN = 10;

const rank = (row: OverviewAlias) =>
  (row.loss !== null ? 4 : 0) + { bad: 3, warn: 2, unknown: 1, idle: 0, ok: 0 }[row.condition.level];

function rowOf({ alias, live, others }: Generations, backups: readonly BackupSummary[], known: Known): OverviewAlias {
  const { verified } = known;
  const good = backups.filter((each) => isGood(each, verified.get(each.id)));
  const last = lastGoodOf(live, good);
  const backup: RowBackup | null = last && {
    id: last.id,
    takenAt: timeOf(last),
    documents: last.documents,
    index: last.manifest?.index.name ?? null,
    verified: verified.get(last.id) ?? null,
  };
  const documents = sumOrNull(live.map((index) => index.documents));
  const kept = documentsKept(live, good);
  const change = documents === null || kept === null ? null : documents - kept;
  const loss = lossOf(live, others, documents, kept, last);
  const overdue = overdueOf(alias, live, good, known);
  return {
    alias,
    targets: newestFirst(live)
      .slice(0, TARGETS_SHOWN)
      .map((index) => ({
        index: index.name,
        state: index.state,
        health: index.health,
        documents: index.documents,
        createdAt: dateOfIndex(index),
      })),
    moreTargets: Math.max(0, live.length - TARGETS_SHOWN),
    documents,
    storeBytes: sumOrNull(live.map((index) => index.storeBytes)),
    others: {
      open: others.filter((index) => index.state === 'open').length,
      closed: others.filter((index) => index.state === 'closed').length,
    },
    condition: conditionOf(alias, live, documents, kept, change, loss, overdue === null),
    backups: backups.length,
    backup,
    change,
    overdue,
    loss,
    shrunk: shrunkOf(live, good),
  };
}

/**
 * How many documents the last good backups hold of what is behind the alias. An alias on one index is compared with the
 * newest backup filed under it, whatever index that was made from; on several, each with the newest of its own name.
 */
function documentsKept(live: readonly IndexSummary[], good: readonly BackupSummary[]): number | null {
  if (live.length <= 1) return good[0]?.documents ?? null;
  return sumOrNull(live.map((index) => good.find((backup) => isOf(backup, index.name))?.documents ?? null));
}

function lossOf(
  live: readonly IndexSummary[],
  others: readonly IndexSummary[],
  documents: number | null,
  kept: number | null,
  last: BackupSummary | null,
): Loss | null {
  if (documents === null || kept === null || kept === 0 || documents >= kept || (kept - documents) / kept < LOST)
    return null;
  const newest = newestFirst(live)[0];
  const source = last?.manifest?.index.uuid;
  const backupOf =
    source === undefined ? 'unknown' : live.some((index) => index.uuid === source) ? 'this index' : 'another index';
  const before = others.filter(
    (index) =>
      index.state === 'open' &&
      !index.loading &&
      index.health !== 'red' &&
      index.documents !== null &&
      index.documents > documents,
  );
  // The very index that was backed up, else the newest of those that have more.
  const best = before.find((index) => index.uuid === source) ?? newestFirst(before)[0];
  return {
    documents: kept - documents,
    percent: ((kept - documents) / kept) * 100,
    backupOf,
    since: backupOf === 'another index' && newest ? dateOfIndex(newest) : null,
    before: best ? { index: best.name, documents: best.documents!, date: dateOfIndex(best) } : null,
  };
}

function conditionOf(
  alias: string,
  live: readonly IndexSummary[],
  documents: number | null,
  kept: number | null,
  change: number | null,
  loss: Loss | null,
  unread: boolean,
): OverviewAlias['condition'] {
  if (loss !== null && documents === 0)
    return {
      level: 'bad',
      word: 'empty',
      sentence: `Nothing is left behind ${alias}; its last good backup holds ${formatCount(kept)} documents.`,
    };
  if (loss !== null)
    return {
      level: 'bad',
      word: `lost ${formatPercent(loss.documents, kept)}`,
      sentence: `${formatCount(documents)} documents now, ${formatCount(kept)} in the last good backup.`,
    };
  const flag = flagsOf(alias, live)[0];
  if (flag) return flag;
  if (documents === null)
    return {
      level: 'unknown',
      word: 'documents unknown',
      sentence: `The cluster does not tell how many documents are behind ${alias}.`,
    };
  if (kept === null && unread)
    return {
      level: 'unknown',
      word: 'backups unknown',
      sentence: `The backups of ${alias} can’t be read, so there is nothing to compare with.`,
    };
  if (kept === null)
    return {
      level: 'idle',
      word: 'nothing to compare with',
      sentence: `No good backup of ${alias} says how many documents there should be.`,
    };
  if (change !== null && change < 0 && kept > 0 && -change / kept >= FEWER)
    return {
      level: 'warn',
      word: `${formatPercent(-change, kept)} fewer`,
      sentence: `${formatChange(change)} documents since the last good backup.`,
    };
  return {
    level: 'ok',
    word: 'as expected',
    sentence: `${formatChange(change)} documents since the last good backup.`,
  };
}

/** Last night's backup may already be one of the damaged index: then the one before it is what is wanted. */
function shrunkOf(live: readonly IndexSummary[], good: readonly BackupSummary[]): OverviewAlias['shrunk'] {
  const [last, before] = good;
  // With several indices behind an alias its backups are of different things, and not to be compared.
  if (
    live.length !== 1 ||
    !last ||
    !before ||
    last.documents === null ||
    before.documents === null ||
    before.documents === 0
  )
    return null;
  if ((before.documents - last.documents) / before.documents < LOST) return null;
  return { from: before.documents, to: last.documents, backup: before.id, takenAt: timeOf(before) };
}
