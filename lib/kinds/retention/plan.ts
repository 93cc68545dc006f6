import type { BackupKnowledge } from '../../backups/known-backups.ts';
import type { Place } from '../../backups/sources.ts';
import { backupUri } from '../../contract/backup-ref.ts';
import type { RetentionRules, ScheduleSelection } from '../../contract/schedule.ts';
import { snapshotPath } from '../../elasticsearch/snapshots/snapshots.ts';
import { isAppError } from '../../errors.ts';
import { isSnapshot } from '../../known-backups/backups-of-alias.ts';
import { mapInParallel } from '../../map-in-parallel.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import type { PlanKind } from '../run-kind.ts';
import { checksOf } from './checks.ts';
import { decideRetention, type Decided } from './decide.ts';
import { passedDrills, type Judged, type RetentionItem } from './items.ts';
import { problemOf, readEverything, repositoryOf } from './read.ts';
import { listedGroups } from './rows.ts';
import type { OtherRetention, RememberedKnowledge, RetentionPlan, PlannedSnapshot, PlannedZip } from './schema.ts';
import { scopeOf } from './scope.ts';

export interface RetentionRequest {
  /** Its name; null: none asks for it. */
  schedule: string | null;
  what: ScheduleSelection;
  /** Where zip files are. Without a repository these are decided about; else they count as good backups. null: none. */
  source: string | null;
  /** Its snapshots are decided about; null: zip files are. */
  repository: string | null;
  rules: RetentionRules;
  timeZone: string;
  knowledge: BackupKnowledge;
  /** The other schedules that delete backups in the same place; null: not all can be read, so that nothing is deleted. */
  others: readonly OtherRetention[] | null;
  /** Aliases and indices that this run did not back up. */
  notBackedUp: readonly string[];
}

/**
 * What the rules keep of the backups in one place and what would be deleted, each with its reason. No check refuses: where
 * something can't be read or is broken, its backups are kept. Also the preview of a schedule that is not saved yet. Throws
 * `invalid_input` for a time zone that does not exist, and where the cluster does not answer.
 */
export const planRetention: PlanKind<RetentionRequest, RetentionPlan> = async (place, request, { signal }) => {
  const { knowledge, notBackedUp, others, repository, rules, schedule, source, timeZone, what } = request;
  const known = await readEverything(place, request, knowledge, signal);
  const scope = scopeOf(what, known.indices);
  const judged: Judged = { known, knowledge, scope, repository, now: Date.now() };
  const decided = decideRetention(judged, request);
  const backups = await zipsToDelete(place, source, decided.deleted, signal);
  const snapshots = snapshotsToDelete(decided.deleted);
  const { groups, unlisted } = listedGroups(decided.groups);
  return {
    kind: 'retention',
    cluster: known.identity,
    plannedAt: new Date(judged.now).toISOString(),
    schedule,
    what,
    source,
    repository,
    rules,
    timeZone,
    others: [...(others ?? [])],
    notBackedUp: [...notBackedUp],
    groups,
    unlisted,
    outside: decided.outside,
    kept: decided.kept,
    backups,
    snapshots,
    bytes: backups.reduce((sum, { fileBytes }) => sum + fileBytes, 0),
    remembered: remember(judged, decided),
    checks: checksOf({
      decided,
      others,
      scope,
      problem: problemOf(known, request),
      readOnly: repository !== null && repositoryOf(known, repository).readOnly ? repository : null,
      effect: await effectOf(place, source, backups, signal),
    }),
    requests: snapshots.map((each) => ({ method: 'DELETE', path: snapshotPath(each.repository, each.snapshot) })),
    fingerprint: fingerprintOf({
      kind: 'retention',
      cluster: known.identity.uuid,
      source,
      repository,
      rules,
      timeZone,
      backups: backups.map(({ backup, stamp }) => `${backupUri(backup)} ${stamp}`).sort(),
      snapshots: snapshots.map(({ snapshot, uuid }) => `${snapshot} ${uuid}`).sort(),
    }),
  };
};

const STAMPS_AT_A_TIME = 8;

/** One that has gone since it was listed needs no deletion. */
async function zipsToDelete(
  { backups }: Place,
  source: string | null,
  deleted: readonly RetentionItem[],
  signal: AbortSignal,
): Promise<PlannedZip[]> {
  const files = deleted.flatMap(({ backup }) => (isSnapshot(backup) ? [] : [backup]));
  if (source === null || files.length === 0) return [];
  const place = backups.of(source);
  const stamped = await mapInParallel(files, STAMPS_AT_A_TIME, async ({ id, fileBytes }) => {
    try {
      const { text } = await place.stamp(id, signal);
      return [{ backup: { source: place.key, id }, fileBytes, stamp: text }];
    } catch (error) {
      if (isAppError(error) && error.code === 'not_found') return [];
      throw error;
    }
  });
  return stamped.flat();
}

const snapshotsToDelete = (deleted: readonly RetentionItem[]): PlannedSnapshot[] =>
  deleted.flatMap(({ backup }) =>
    isSnapshot(backup) ? [{ repository: backup.repository, snapshot: backup.name, uuid: backup.uuid }] : [],
  );

async function effectOf(
  { backups }: Place,
  source: string | null,
  deleted: readonly PlannedZip[],
  signal: AbortSignal,
): Promise<string | null> {
  if (source === null || deleted.length === 0) return null;
  const ids = deleted.map(({ backup: { id } }) => id);
  return (await backups.of(source).deletionEffect(ids, signal)).note;
}

/** What the run needs to decide again: it can't read the jobs' database. */
function remember({ knowledge, known }: Judged, { items }: Decided): RememberedKnowledge {
  const source = known.zips?.listing.source;
  const uris = new Set(
    source === undefined ? [] : (known.zips?.backups ?? []).map(({ id }) => backupUri({ source, id })),
  );
  return {
    bad: [...knowledge.verified].flatMap(([backup, { at, bytes, found, job, problem }]) =>
      problem !== null && uris.has(backup) ? [{ backup, job, at, bytes, problem, found }] : [],
    ),
    drilled: passedDrills(knowledge).map(([backup, { at, bytes }]) => ({ backup, at, bytes })),
    taken: items.flatMap(({ backup, names, notCounted }) =>
      isSnapshot(backup) && knowledge.taken(backup.uuid) !== null
        ? [{ uuid: backup.uuid, names: [...backup.names], decided: notCounted === null ? [...names] : [] }]
        : [],
    ),
  };
}
