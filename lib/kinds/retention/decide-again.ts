import type { BackupKnowledge, KnownBackups } from '../../backups/known-backups.ts';
import type { DrilledBackup } from '../../contract/drilled.ts';
import { formatList } from '../../format.ts';
import type { Item } from '../../retention/decide-backups.ts';
import { sentenceOfReason } from '../../retention/sentence.ts';
import { isSnapshot } from '../../known-backups/backups-of-alias.ts';
import { decideRetention } from './decide.ts';
import type { PlannedSnapshot, PlannedZip, RememberedKnowledge, RetentionPlan } from './schema.ts';
import { scopeOf } from './scope.ts';

/** Why a planned backup is kept now, in words; null: it is still to be deleted, or is gone. */
export type WhyKeptNow = (planned: PlannedZip | PlannedSnapshot) => string | null;

/**
 * As far as the plan remembers it. What a job uses and what is pinned, the plan keeps already; its locks let nothing change that.
 * Nor does it delete anything of an alias with a lost folder. Where a folder is lost after the plan, its backups are no longer
 * counted, so that the rules keep more of the others.
 */
export const knowledgeOf = ({ bad, drilled }: RememberedKnowledge): BackupKnowledge => ({
  verified: new Map(bad.map(({ backup, ...known }) => [backup, known])),
  drilled: new Map(drilled.map(({ at, backup, bytes }) => [backup, passed(at, bytes)])),
  pinned: new Map(),
  inUse: new Set(),
  knownFolders: () => [],
  taken: () => null,
});

const passed = (at: string, bytes: number): DrilledBackup => ({
  job: '',
  at,
  bytes,
  seconds: 0,
  documents: null,
  equal: null,
  compared: null,
  ok: true,
  problem: null,
  limited: false,
  elsewhere: false,
  alias: null,
});

/** The same decision from what is there now. Pure. */
export function decideAgain(plan: RetentionPlan, known: KnownBackups, now: number): WhyKeptNow {
  const taken = new Map(plan.remembered.taken.map((snapshot) => [snapshot.uuid, snapshot]));
  const judged = {
    known,
    knowledge: knowledgeOf(plan.remembered),
    scope: scopeOf(plan.what, known.indices),
    repository: plan.repository,
    remembered: (uuid: string) => taken.get(uuid),
    now,
  };
  const { deleted, groups, items } = decideRetention(judged, { ...plan, most: Infinity });
  const isDeleted = new Set(deleted);
  const reasons = new Map<Item, string>();
  for (const { keepsAll, rows } of groups)
    for (const { item, reasons: all } of rows) reasons.set(item, keepsAll ?? formatList(all.map(sentenceOfReason)));
  const here = new Map(items.map((item) => [isSnapshot(item.backup) ? item.backup.uuid : item.id, item]));
  return (planned) => {
    const item = here.get('uuid' in planned ? planned.uuid : planned.backup.id);
    if (item === undefined || isDeleted.has(item)) return null;
    return reasons.get(item) ?? 'not covered by this schedule';
  };
}
