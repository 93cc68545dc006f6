import { foldersOf } from '../../contract/backup-folders.ts';
import type { BackupListing } from '../../contract/backup.ts';
import type { RetentionRules } from '../../contract/schedule.ts';
import { formatUtcMinute } from '../../format.ts';
import { backupTime, isSnapshot, type AnyBackup } from '../../known-backups/backups-of-alias.ts';
import { decideBackups, type Row } from '../../retention/decide-backups.ts';
import { brokenNewest, type KnownBackup } from '../../retention/protect.ts';
import type { Protection, Reason } from '../../retention/reasons.ts';
import { sentenceOfReason } from '../../retention/sentence.ts';
import { backupsByName, itemsOf, wordsOfState, type Judged, type RetentionItem } from './items.ts';
import type { OtherRetention } from './schema.ts';
import { scopeOf } from './scope.ts';

/** At most so many are deleted by one job. */
const MOST_DELETIONS = 500;

export interface Decided {
  /** Only of names that the schedule covers. */
  groups: { name: string; keepsAll: string | null; rows: Row[] }[];
  /** Oldest first. */
  deleted: RetentionItem[];
  /** Backups of the groups that are kept, each once. */
  kept: number;
  /** Backups in the place that the schedule does not cover. */
  outside: number;
  items: readonly RetentionItem[];
}

interface Request {
  rules: RetentionRules;
  timeZone: string;
  notBackedUp: readonly string[];
  /** null: unknown, so that all are kept. */
  others: readonly OtherRetention[] | null;
  /** At most so many are deleted. */
  most?: number;
}

/** What becomes of every backup in the place. Pure. */
export function decideRetention(
  judged: Judged,
  { most = MOST_DELETIONS, notBackedUp, others, rules, timeZone }: Request,
): Decided {
  const byName = backupsByName(judged);
  const own = itemsOf(judged, byName);
  const kept = keptByOthers(judged, byName, own, others ?? []);
  const items = own.map((item) => ({ ...item, protectedBy: [...item.protectedBy, ...(kept.get(item.backup) ?? [])] }));
  const keepsAll = others === null ? () => UNKNOWN_RULES : keeperOf(judged, byName, notBackedUp);
  const { deleted, groups } = decideBackups(items, {
    rules,
    timeZone,
    now: judged.now,
    keepsAll,
    most,
  });
  const covered = items.filter(({ names }) => names.length > 0);
  return {
    groups: [...groups].map(([name, rows]) => ({ name, keepsAll: keepsAll(name), rows })),
    deleted: deleted as RetentionItem[],
    kept: covered.length - deleted.length,
    outside: items.length - covered.length,
    items,
  };
}

const UNKNOWN_RULES = 'what another schedule of this cluster keeps is unknown';

type ByName = ReadonlyMap<string, KnownBackup[]>;

/** Why all of a name is kept, whatever the rules. */
function keeperOf(judged: Judged, byName: ByName, notBackedUp: readonly string[]): (name: string) => string | null {
  const reasons = new Map<string, string | null>();
  const failed = new Set(notBackedUp);
  return (name) => {
    if (!reasons.has(name)) reasons.set(name, whyAllIsKept(name, byName.get(name) ?? [], judged, failed));
    return reasons.get(name) ?? null;
  };
}

/** What the rules of other schedules keep, each schedule for the aliases that it covers. */
function keptByOthers(
  judged: Judged,
  byName: ByName,
  own: readonly RetentionItem[],
  others: readonly OtherRetention[],
): Map<AnyBackup, Protection[]> {
  const kept = new Map<AnyBackup, Protection[]>();
  const ownNames = new Map(own.map(({ backup, names }) => [backup, names]));
  for (const { rules, schedule, timeZone, what } of others) {
    const theirs = { ...judged, scope: scopeOf(what, judged.known.indices), isOther: true };
    const { groups } = decideBackups(itemsOf(theirs, byName), {
      rules,
      timeZone,
      now: judged.now,
      keepsAll: keeperOf(theirs, byName, []),
      most: Infinity,
    });
    const because = new Map<AnyBackup, string[]>();
    for (const [name, rows] of groups)
      for (const { item, reasons } of rows) {
        const { backup } = item as RetentionItem;
        // What keeps all of a name, keeps it here as well.
        const isSaid = (ownNames.get(backup) ?? []).includes(name);
        const words = reasons.filter((reason) => isOfRules(reason, isSaid)).map(sentenceOfReason);
        if (words.length > 0) because.set(backup, [...(because.get(backup) ?? []), ...words]);
      }
    for (const [backup, words] of because) {
      const protection = { why: 'other-schedule' as const, schedule, because: [...new Set(words)].join(', ') };
      kept.set(backup, [...(kept.get(backup) ?? []), protection]);
    }
  }
  return kept;
}

/** Not what protects a backup, or is not counted, for this schedule too. */
const isOfRules = ({ why }: Reason, isSaid: boolean): boolean =>
  why === 'rule' || why === 'set' || why === 'part-not-good' || (why === 'keeps-all' && !isSaid);

/** Words that stand alone; null: the rules decide. */
function whyAllIsKept(
  name: string,
  backups: readonly KnownBackup[],
  judged: Judged,
  failed: ReadonlySet<string>,
): string | null {
  const live = judged.scope.live(name);
  if (failed.has(name) || live.some((index) => failed.has(index.name))) return 'this run did not back it up';
  const unread = judged.repository === null ? unreadFolder(name, judged) : null;
  if (unread !== null) return unread;
  const broken = brokenNewest(live, backups);
  return broken === null
    ? null
    : `its newest backup is ${wordsOfState(broken, judged)} (${nameOf(broken)}, ${formatUtcMinute(backupTime(broken))})`;
}

const nameOf = (backup: AnyBackup): string => (isSnapshot(backup) ? `${backup.repository}/${backup.name}` : backup.id);

function unreadFolder(name: string, { known, scope }: Judged): string | null {
  const listing: BackupListing | undefined = known.zips?.listing;
  if (listing === undefined) return null;
  const folders = new Set(foldersOf(name, scope.live(name)));
  const unread = listing.unread.find((folder) => folders.has(folder));
  if (unread !== undefined) return `the folder ${unread} could not be read`;
  const lost = (listing.lost ?? []).find(({ folder }) => folders.has(folder) || folder === '');
  return lost === undefined
    ? null
    : `${lost.folder === '' ? 'the place' : `the folder ${lost.folder}`} has lost backups`;
}
