import type { BackupKnowledge } from '../backups/known-backups.ts';
import type { KnownFolder } from '../backups/known-folders.ts';
import { backupSources } from '../backups/sources.ts';
import type { FailedBackup } from '../contract/backup-days.ts';
import type { BreakGlassUse } from '../contract/break-glass.ts';
import type { RecordedMove } from '../contract/alias-page.ts';
import type { CountChanges, SavedCounts } from '../contract/count-points.ts';
import type { DrilledBackup } from '../contract/drilled.ts';
import type { FollowUp } from '../contract/follow-up.ts';
import type { Actor, Job, JobSummary, JobWork } from '../contract/job.ts';
import type { IndexSummary } from '../contract/indices.ts';
import type { PinnedBackup } from '../contract/pinned.ts';
import type { Approval } from '../contract/reviews.ts';
import type { Schedule, ScheduleRun, ScheduleSpec } from '../contract/schedule.ts';
import { replayTargetsOf } from '../config/replay-targets.ts';
import {
  bucketAccess,
  clusterConnection,
  configuration,
  configuredClusters,
  findCluster,
  type ConfiguredCluster,
} from '../config.ts';
import { AppError, toFailure, type Failure } from '../errors.ts';
import type { EndedJob } from '../kinds/clean-up/schema.ts';
import type { VerifiedBackup } from '../known-backups/verified-states.ts';
import type { OtherRetention } from '../kinds/retention/schema.ts';
import { runs } from '../kinds/runs.ts';
import type { TakenSnapshot } from '../kinds/snapshot/schema.ts';
import { processGlobal } from '../process-wide.ts';
import { connectionOfSide } from './connection-of-side.ts';
import { approvalKeys, clusterUuidOf, sameClusterAs } from './cluster-entries.ts';
import { drillOfIndex, runningDrill } from './drill-jobs.ts';
import { backupKnowledge } from './backup-knowledge.ts';
import { endedJobOf } from './ended-restore.ts';
import { failedBackups } from './failed-backups.ts';
import { indicesBeingWritten, writerOfIndex, type IndicesBeingWritten } from './indices-being-written.ts';
import { JobRunner } from './runner.ts';
import { savedOtherRetentions, type OwnSchedule } from './scheduler/other-retentions.ts';
import type { ScheduledCluster } from './scheduler/run-host.ts';
import { approvalOfJob } from './store/approvals.ts';
import { aliasMoves } from './store/alias-moves.ts';
import * as counts from './store/document-counts.ts';
import { followUps } from './store/follow-ups.ts';
import { breakGlassUses } from './store/read-audit-log.ts';
import { drilledBackups } from './store/drilled-backups.ts';
import { pinnedBackups } from './store/pinned-backups.ts';
import { forgetLostFolders, knownFolders, saveKnownFolders } from './store/known-folders.ts';
import type { JobFilter, JobStore, NewJob } from './store/job-store.ts';
import * as queries from './store/job-queries.ts';
import { schedulesWithRuns, type ScheduleWithRuns } from './schedules-with-runs.ts';
import { openRun, runsOf } from './store/schedule-runs.ts';
import * as schedules from './store/schedules.ts';
import { takenSnapshot, takenSnapshots } from './taken-snapshots.ts';

export const runner = processGlobal(
  'runner',
  () =>
    new JobRunner({
      dataDirectory: configuration().dataDirectory,
      parallelJobs: configuration().parallelJobs,
      retention: configuration().auditLog,
      scheduledClusters: { clusterOf: scheduledCluster, isReadOnly: isReadOnlyCluster },
      runs,
      place: (key) => {
        const configured = findCluster(key);
        if (!configured)
          throw new AppError('not_found', `The cluster "${key}" is no longer configured.`, {
            hint: 'Put it back into the configuration, or do this from the command line.',
          });
        return {
          cluster: clusterConnection(key),
          backups: backupSources({ trusted: isUnlistedDirectory, bucket: bucketAccess }),
          replayTarget: replayTargetsOf(configured),
          other: connectionOfSide,
        };
      },
    }),
);

/** A cluster of the configuration, as its schedules need it. Its read-only entries count, whichever entry the schedule names. */
const scheduledCluster = (key: string): ScheduledCluster | null => {
  const configured = findCluster(key);
  if (!configured) return null;
  const { backupSource, drillCluster, name, readOnly } = configured;
  return {
    name,
    readOnly: readOnly || sameClusterAs(null, configured).some((other) => other.readOnly),
    backupSource,
    drillCluster,
  };
};

/** By the last known uuids. */
const isReadOnlyCluster = (uuid: string): boolean =>
  configuredClusters().some((entry) => entry.readOnly && clusterUuidOf(runner().store, entry) === uuid);

/** A directory that no page lists: a command line's job named it. */
const isUnlistedDirectory = (source: string): boolean =>
  !configuration().clusters.some(({ backupSource }) => backupSource === source);

/**
 * Queries and commands of this installation's jobs. Every function throws AppError disk if the jobs' database can't be
 * used, except those that say what they return then.
 */
export const jobs = {
  /**
   * Throws busy with `details.owner`, the id of the job in the way. A second call with the same `key` returns the first
   * one's job.
   */
  start: (newJob: NewJob): Job => runner().start(newJob),
  cancel: (id: string, actor: Actor, reason?: string | null): Job => runner().cancel(id, actor, reason),
  /** Resumes from the checkpoint if there is one (`resumable`), else starts again. Throws busy, not_found, refused. */
  resume: (id: string, actor: Actor, work?: JobWork): Job => runner().resume(id, actor, work),
  /** Throws not_found, refused if it can be neither resumed nor started again. */
  requireResumable: (id: string): Job => runner().requireResumable(id),
  /** Starts a run of a schedule for a person. Throws AppError busy where one has not ended, not_found, refused. */
  runScheduleNow: (schedule: number): { dueAt: number } => runner().runSchedule(schedule),
  get: (id: string): Job | null => runner().get(id),
  /** Newest first if not sorted otherwise, with plan and result. For tables use `summaries`. */
  list: (filter?: JobFilter): Job[] => runner().list(filter),
  summaries: (filter?: JobFilter): JobSummary[] => runner().summaries(filter),
  count: (filter: JobFilter): number => runner().store.count(filter),
  /** At most 1,000 lines from `fromSeq` (from 1; negative: from the end), and the number of the last line there is. */
  log: (id: string, fromSeq?: number, limit?: number): ReturnType<JobStore['log']> => runner().log(id, fromSeq, limit),
  directory: (id: string): string => runner().directory(id),

  /** As in ended-restore.ts. */
  endedJobOf: (clusterUuid: string, index: IndexSummary): EndedJob | null =>
    endedJobOf(runner().store, clusterUuid, index),
  /** Indices that jobs are filling: never cleaned up. */
  indicesBeingWritten: (clusterUuid: string): IndicesBeingWritten => indicesBeingWritten(runner().store, clusterUuid),
  /** The job that writes into an index; null: none, or the jobs' database can't be used. */
  writerOf: (clusterUuid: string, index: string): { job: string; title: string } | null =>
    orNull(() => writerOfIndex(runner().store, clusterUuid, index)),
  /** The same, where the jobs' database must be readable. */
  requireWriterOf: (clusterUuid: string, index: string): { job: string; title: string } | null =>
    writerOfIndex(runner().store, clusterUuid, index),
  /** The newest move of an alias by this installation; null: none. */
  lastMove: (clusterUuid: string, alias: string): queries.LastMove | null =>
    queries.lastMove(runner().store, clusterUuid, alias),

  /** The newest moves of an alias by this installation, newest first. */
  aliasMoves: (of: Parameters<typeof aliasMoves>[1]): RecordedMove[] => aliasMoves(runner().store, of),

  /** The last verification of each backup, by `backupUri`; null: the jobs' database can't be used. */
  verifications: (): Map<string, VerifiedBackup> | null => orNull(() => queries.verifications(runner().store)),
  /** The last drill of each backup, by `backupUri` or `drilledSnapshotKey`; null: the jobs' database can't be used. */
  drilledBackups: (): Map<string, DrilledBackup> | null => orNull(() => drilledBackups(runner().store)),
  /** By `backupUri` or `pinnedSnapshotKey`; null: the jobs' database can't be used. */
  pinnedBackups: (): Map<string, PinnedBackup> | null => orNull(() => pinnedBackups(runner().store)),
  /** The schedules of a cluster with their last runs. */
  schedulesWithRuns: (cluster: string): ScheduleWithRuns[] => schedulesWithRuns(runner().store, cluster),
  /** The last verification of each repository, by its name; null: the jobs' database can't be used. */
  repositoryVerifications: (clusterUuid: string): ReturnType<typeof queries.repositoryVerifications> | null =>
    orNull(() => queries.repositoryVerifications(runner().store, clusterUuid)),
  /** The snapshots that this installation took in a cluster, by uuid; null: the jobs' database can't be used. */
  takenSnapshots: (clusterUuid: string): Map<string, TakenSnapshot> | null =>
    orNull(() => takenSnapshots(runner().store, clusterUuid)),
  /** The snapshot of this uuid; null: not taken here, or the jobs' database can't be used. */
  takenSnapshot: (uuid: string): TakenSnapshot | null => orNull(() => takenSnapshot(runner().store, uuid)),
  /** As in failed-backups.ts; empty if the jobs' database can't be used. */
  failedBackups: (cluster: string, since: string): FailedBackup[] =>
    orNull(() => failedBackups(runner().store, cluster, since)) ?? [],
  /** The backups of a source that were listed last; null: the jobs' database can't be used. */
  knownFolders: (source: string): KnownFolder[] | null => orNull(() => knownFolders(runner().store, source)),
  saveKnownFolders: (source: string, folders: readonly KnownFolder[]): void =>
    void orNull(() => saveKnownFolders(runner().store, source, folders)),
  /** The documents of each alias over the last day; null: the jobs' database can't be used. */
  savedCounts: (cluster: counts.CountedCluster): SavedCounts | null =>
    orNull(() => counts.savedCounts(runner().store, cluster)),
  /** False: the jobs' database can't be used; call again with these changes and the next ones. */
  saveCounts: (cluster: counts.CountedCluster, changes: CountChanges): boolean =>
    orNull(() => (counts.saveCounts(runner().store, cluster, changes), true)) ?? false,
  forgetUnwatchedCounts: (oldest: number): void =>
    void orNull(() => counts.forgetUnwatchedCounts(runner().store, oldest)),
  /** Lost backups are no longer expected. Returns how many they were. */
  forgetLostBackups: (source: string, backups: number): number => forgetLostFolders(runner().store, source, backups),
  /** How long earlier jobs of a kind took; empty if the jobs' database can't be used. */
  pastRuns: (kind: string, cluster: { key: string; uuid: string }): ReturnType<typeof queries.pastRuns> =>
    orNull(() => queries.pastRuns(runner().store, kind, cluster)) ?? [],
  /** The job that created each index, by the index's uuid; null: the jobs' database can't be used. */
  jobsByCreatedIndex: (clusterUuid: string): Map<string, string> | null =>
    orNull(() => queries.jobsByCreatedIndex(runner().store, clusterUuid)),
  /** The drill that made, or is to make, an index; null: none is known. */
  drillOfIndex: (clusterUuid: string, index: string): string | null =>
    orNull(() => drillOfIndex(runner().store, clusterUuid, index)?.id ?? null),
  /** The queued or running drill on a cluster; null: none. */
  runningDrill: (clusterUuid: string): { job: string; title: string } | null =>
    runningDrill(runner().store, clusterUuid),
  /** The last move of every alias; null: the jobs' database can't be used. */
  lastMoves: (clusterUuid: string): Map<string, queries.LastMove> | null =>
    orNull(() => queries.lastMoves(runner().store, clusterUuid)),
  /**
   * The keys of a cluster's approvals and break-glass uses (several entries may name one cluster); its own if the jobs'
   * database can't be used.
   */
  approvalKeys: (cluster: ConfiguredCluster): string[] =>
    orNull(() => approvalKeys(runner().store, cluster)) ?? [cluster.key],
  /** Moves on protected clusters without an approval; empty if the jobs' database can't be used. */
  breakGlassUses: (about: Parameters<typeof breakGlassUses>[1]): BreakGlassUse[] =>
    orNull(() => breakGlassUses(runner().store, about)) ?? [],
  /** What people said about jobs, by the job; empty if the jobs' database can't be used. */
  followUps: (ids: readonly string[]): Map<string, FollowUp> =>
    orNull(() => followUps(runner().store, ids)) ?? new Map<string, FollowUp>(),
  /** The approval that a job used; null: none, or the jobs' database can't be used. */
  approvalOf: (job: string): Approval | null => orNull(() => approvalOfJob(runner().store, job)),
  /** By name. */
  schedules: (cluster: string): Schedule[] => schedules.schedules(runner().store, cluster),
  /** By its name, without regard to case; null: there is none. */
  scheduleNamed: (cluster: string, name: string): Schedule | null =>
    schedules.scheduleNamed(runner().store, cluster, name),
  /** See `savedOtherRetentions`. */
  otherRetentions: (cluster: string, own: OwnSchedule, configured: string | null): OtherRetention[] | null =>
    savedOtherRetentions(runner().store, cluster, own, configured),
  /** The run of a schedule that has not ended; null: none. */
  openRun: (schedule: number): ScheduleRun | null => openRun(runner().store, schedule),
  /** The newest runs of a schedule up to `now`, newest first. */
  runsOf: (schedule: number, most?: number, now?: number): ScheduleRun[] => runsOf(runner().store, schedule, most, now),
  /** The schedule that started a job, also one that was removed; null: a person did, or the database can't be used. */
  scheduleOfJob: (job: string): schedules.ScheduleOfJob | null =>
    orNull(() => schedules.scheduleOfJob(runner().store, job)),
  /** These four throw as in store/schedules.ts. */
  addSchedule: (cluster: string, spec: ScheduleSpec, by: string): Schedule =>
    schedules.addSchedule(runner().store, cluster, spec, { by, now: Date.now() }),
  changeSchedule: (change: { id: number; seen: string | null; spec: ScheduleSpec }, by: string): Schedule =>
    schedules.changeSchedule(runner().store, change, { by, now: Date.now() }),
  pauseSchedule: (id: number, paused: boolean, by: string): Schedule =>
    schedules.pauseSchedule(runner().store, id, paused, { by, now: Date.now() }),
  removeSchedule: (id: number, by: string): Schedule =>
    schedules.removeSchedule(runner().store, id, { by, now: Date.now() }),
  /** What this installation's jobs know of backups now. */
  backupKnowledge: (): BackupKnowledge => backupKnowledge(runner().store),
  /** Why the jobs' database can't be used, for a page that works without it; null: it can. */
  databaseFailure: (): Failure | null => {
    try {
      runner().summaries({ limit: 1 });
      return null;
    } catch (error) {
      return toFailure(error);
    }
  },
};

/** For optional parts of a page. */
function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
