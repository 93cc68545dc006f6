import type { BackupListing, BackupSummary } from '../contract/backup.ts';
import type { IndexSummary } from '../contract/indices.ts';
import type { BackupGroup, BackupRow, BackupsFilter, BackupsPage, VerifiedState } from '../contract/backups-page.ts';
import {
  backupsByName,
  isGood,
  lastGoodOf,
  lastOfEach,
  namesOf,
  overdueOf,
  timeOf,
  type Listed,
} from './backups-of-alias.ts';

const ROWS_A_PAGE = 50;
/** So many overdue aliases are named in a poll; the rest are counted. */
const NAMED_OVERDUE = 500;

interface Known {
  /** The indices behind each alias; null: the cluster has not told yet. */
  live: ReadonlyMap<string, readonly IndexSummary[]> | null;
  verified: ReadonlyMap<string, VerifiedState>;
  overdueAfterMs: number;
  now: number;
}

/** One page of the list of backups, and the state of each alias's backups over all of them. Pure. */
export function backupsPageOf(listing: BackupListing, filter: BackupsFilter, known: Known): BackupsPage {
  const named = backupsByName(listing.backups);
  const good = goodOf(named, known);
  const last = new Map(
    [...good].map(([name, backups]) => [name, new Set(lastOfEach(known.live?.get(name) ?? [], backups))]),
  );
  const isLast = (summary: BackupSummary) =>
    (filter.group ? [filter.group] : namesOf(summary)).some((name) => last.get(name)?.has(summary));
  const listed = { ...known, complete: listing.problem === null, unread: listing.unread };
  const overdue = overdueIn(named, good, listed);
  const rows = listing.backups.map((summary) =>
    rowOf(summary, known.verified.get(summary.id) ?? null, isLast(summary)),
  );
  const matching = rows.filter((row) => matches(row, filter));
  const pages = Math.max(1, Math.ceil(matching.length / ROWS_A_PAGE));
  const chosenAt = filter.chosen === undefined ? -1 : matching.findIndex((row) => row.id === filter.chosen);
  const page = Math.min(filter.page ?? Math.floor(Math.max(0, chosenAt) / ROWS_A_PAGE) + 1, pages);
  return {
    directory: listing.directory,
    takenAt: listing.takenAt,
    problem: listing.problem,
    missing: listing.missing,
    unread: listing.unread,
    stillReading: false,
    overdueAfterMs: known.overdueAfterMs,
    aliasesKnown: known.live !== null,
    liveDocuments: null,
    groups: groupsOf(named, good, listed),
    overdue: { late: overdue.late.slice(0, NAMED_OVERDUE), never: overdue.never.slice(0, NAMED_OVERDUE) },
    overdueCount: { late: overdue.late.length, never: overdue.never.length },
    rows: matching.slice((page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE),
    chosen: matching[chosenAt] ?? null,
    page,
    pages,
    matching: matching.length,
    totals: {
      backups: rows.length,
      bytes: rows.reduce((sum, row) => sum + row.fileBytes, 0),
      unfinished: rows.filter((row) => row.condition.state === 'unfinished').length,
      broken: rows.filter((row) => row.condition.state === 'broken' || row.verified?.ok === false).length,
    },
  };
}

export function rowOf(summary: BackupSummary, verified: VerifiedState | null, isLastGood: boolean): BackupRow {
  const { manifest, ...rest } = summary;
  return {
    ...rest,
    names: namesOf(summary),
    index: manifest?.index.name ?? null,
    seconds: manifest ? (Date.parse(manifest.endedAt) - Date.parse(manifest.startedAt)) / 1000 : null,
    objectsBytes: manifest?.objects.bytes ?? null,
    warnings: manifest?.warnings.length ?? 0,
    verified,
    lastGood: isLastGood,
  };
}

function groupsOf(
  named: ReadonlyMap<string, readonly BackupSummary[]>,
  good: ReadonlyMap<string, readonly BackupSummary[]>,
  known: Known & Listed,
): BackupGroup[] {
  const groups = [...named].map(([group, backups]): BackupGroup => {
    const live = known.live?.get(group) ?? [];
    const last = lastGoodOf(live, good.get(group) ?? []);
    return {
      group,
      backups: backups.length,
      lastGood: last && {
        id: last.id,
        takenAt: timeOf(last),
        documents: last.documents,
        verified: known.verified.get(last.id)?.ok === true,
      },
      overdue: overdueOf(group, live, good.get(group) ?? [], known),
    };
  });
  return groups.sort((a, b) => a.group.localeCompare(b.group, 'en'));
}

/** The same without a page. */
export function overdueOfAll(listing: BackupListing, known: Known): BackupsPage['overdue'] {
  const named = backupsByName(listing.backups);
  const good = goodOf(named, known);
  return overdueIn(named, good, { ...known, complete: listing.problem === null, unread: listing.unread });
}

const goodOf = (named: ReadonlyMap<string, readonly BackupSummary[]>, { verified }: Known) =>
  new Map(
    [...named].map(([name, backups]) => [name, backups.filter((backup) => isGood(backup, verified.get(backup.id)))]),
  );

/** Read names in order, as people do; made once, for it is asked thousands of times. */
const { compare: byReading } = new Intl.Collator('en');

/** The aliases there are whose backups are overdue; while the cluster has not told them, every group. */
function overdueIn(
  named: ReadonlyMap<string, readonly BackupSummary[]>,
  good: ReadonlyMap<string, readonly BackupSummary[]>,
  known: Known & Listed,
): BackupsPage['overdue'] {
  const late = [...(known.live?.keys() ?? named.keys())]
    .filter((name) => overdueOf(name, known.live?.get(name) ?? [], good.get(name) ?? [], known) === true)
    .sort(byReading);
  return {
    late: late.filter((name) => named.has(name)),
    never: late.filter((name) => !named.has(name) && !name.startsWith('.')),
  };
}

/** How many other good backups of what this one is filed under there are; null: they could not be read. Pure. */
export function otherGoodOnes(
  listing: BackupListing,
  { id, group }: Pick<BackupSummary, 'id' | 'group'>,
  verified: ReadonlyMap<string, VerifiedState>,
): number | null {
  const others = listing.backups.filter(
    (backup) => backup.id !== id && namesOf(backup).includes(group) && isGood(backup, verified.get(backup.id)),
  ).length;
  return listing.problem !== null || (others === 0 && listing.unread.length > 0) ? null : others;
}

function matches(row: BackupRow, filter: BackupsFilter): boolean {
  if (filter.group !== undefined && filter.group !== '' && !row.names.includes(filter.group)) return false;
  const text = filter.text?.trim().toLowerCase();
  if (text && !row.id.toLowerCase().includes(text) && !(row.index ?? '').includes(text)) return false;
  return inState(row, filter.state);
}

function inState(row: BackupRow, state: BackupsFilter['state']): boolean {
  switch (state) {
    case 'any':
      return true;
    case 'good':
      return row.condition.state === 'whole' && row.verified?.ok !== false;
    case 'verified':
      return row.verified?.ok === true;
    case 'not-verified':
      return row.condition.state === 'whole' && row.verified === null;
    case 'unfinished':
      return row.condition.state === 'unfinished';
    case 'broken':
      return row.condition.state === 'broken' || row.verified?.ok === false;
    case 'es_dump':
      return row.origin === 'es_dump_restore';
    default:
      return state satisfies never;
  }
}
