import { foldersOf } from '../../contract/backup-folders.ts';
import type { BackupListing } from '../../contract/backup.ts';
import type { RetentionRules } from '../../contract/schedule.ts';
import { formatUtcMinute } from '../../format.ts';
import { backupTime, isSnapshot, type AnyBackup } from '../../known-backups/backups-of-alias.ts';
import { decideBackups, type Row } from '../../retention/decide-backups.ts';
import { brokenNewest, type KnownBackup } from '../../retention/protect.ts';
import { backupsByName, itemsOf, wordsOfState, type Judged, type RetentionItem } from './items.ts';

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
  /** At most so many are deleted. */
  most?: number;
}

/** What becomes of every backup in the place. Pure. */
export function decideRetention(
  judged: Judged,
  { most = MOST_DELETIONS, notBackedUp, rules, timeZone }: Request,
): Decided {
  const byName = backupsByName(judged);
  const items = itemsOf(judged, byName);
  const reasons = new Map<string, string | null>();
  const failed = new Set(notBackedUp);
  const keepsAll = (name: string): string | null => {
    if (!reasons.has(name)) reasons.set(name, whyAllIsKept(name, byName.get(name) ?? [], judged, failed));
    return reasons.get(name) ?? null;
  };
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
