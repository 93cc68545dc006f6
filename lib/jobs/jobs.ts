import { backupSources } from '../backups/sources.ts';
import type { BreakGlassUse } from '../contract/break-glass.ts';
import type { Actor, Job, JobSummary, JobWork } from '../contract/job.ts';
import { clusterConnection, configuration, findCluster, type ConfiguredCluster } from '../config.ts';
import { AppError, toFailure, type Failure } from '../errors.ts';
import { runs } from '../kinds/runs.ts';
import { processGlobal } from '../process-wide.ts';
import { guardedKeys } from './cluster-entries.ts';
import { indicesBeingWritten, type IndicesBeingWritten } from './indices-being-written.ts';
import { JobRunner } from './runner.ts';
import { breakGlassUses } from './store/audit-log.ts';
import type { JobFilter, JobStore, NewJob } from './store/job-store.ts';
import * as queries from './store/job-queries.ts';

export const runner = processGlobal(
  'runner',
  () =>
    new JobRunner({
      dataDirectory: configuration().dataDirectory,
      parallelJobs: configuration().parallelJobs,
      retention: configuration().auditLog,
      runs,
      place: (key) => {
        if (!findCluster(key))
          throw new AppError('not_found', `The cluster "${key}" is no longer configured.`, {
            hint: 'Put it back into the configuration, or do this from the command line.',
          });
        return { cluster: clusterConnection(key), backups: backupSources({ trusted: isTypedPath }) };
      },
    }),
);

/** A directory that no page lists: a job of the command line named it. */
const isTypedPath = (source: string): boolean =>
  !configuration().clusters.some(({ backupSource }) => backupSource === source);

/** The jobs of this installation. Every function throws AppError disk when the jobs' database can't be used, but for those that say they answer null. */
export const jobs = {
  /** Throws busy with `details.owner`, the id of the job in the way. With a `key` a second call gets the first one's job. */
  start: (wanted: NewJob): Job => runner().start(wanted),
  cancel: (id: string, actor: Actor, reason?: string | null): Job => runner().cancel(id, actor, reason),
  /** Resume from the checkpoint where there is one (`resumable`), else start again. */
  resume: (id: string, actor: Actor, work?: JobWork): Job => runner().resume(id, actor, work),
  /** Throws not_found, refused where it can't be taken up again. */
  resumable: (id: string): Job => runner().resumable(id),
  get: (id: string): Job | null => runner().get(id),
  /** Newest first; whole jobs with plan and result. For tables take `summaries`. */
  list: (filter?: JobFilter): Job[] => runner().list(filter),
  summaries: (filter?: JobFilter): JobSummary[] => runner().summaries(filter),
  /** At most 1,000 lines from `fromSeq` (from 1; negative: from the end), and the number of the last line there is. */
  log: (id: string, fromSeq?: number, limit?: number): ReturnType<JobStore['log']> => runner().log(id, fromSeq, limit),
  directory: (id: string): string => runner().directory(id),

  /** Uuids (and names, where the index is not made yet) that jobs are filling: never cleaned up. */
  indicesBeingWritten: (clusterUuid: string): IndicesBeingWritten => indicesBeingWritten(runner().store, clusterUuid),
  /** The newest move of an alias by this installation, whoever did it; null: none. */
  lastMove: (clusterUuid: string, alias: string): queries.LastMove | null =>
    queries.lastMove(runner().store, clusterUuid, alias),

  /** The last reading of each backup to its end, by `backupUri`; null: the jobs' database can't be used. */
  verifications: (): Map<string, queries.VerifiedBackup> | null => softly(() => queries.verifications(runner().store)),
  /** How long earlier jobs of a kind took; none where the jobs' database can't be used. */
  pastRuns: (kind: string, cluster: string): ReturnType<typeof queries.pastRuns> =>
    softly(() => queries.pastRuns(runner().store, kind, cluster)) ?? [],
  /** Which job made which index, by uuid; null: the jobs' database can't be used. */
  madeBy: (clusterUuid: string): Map<string, string> | null =>
    softly(() => queries.madeBy(runner().store, clusterUuid)),
  /** The last move of every alias; null: the jobs' database can't be used. */
  lastMoves: (clusterUuid: string): Map<string, queries.LastMove> | null =>
    softly(() => queries.lastMoves(runner().store, clusterUuid)),
  /** The keys under which approvals and broken glass of a cluster are kept: several entries of the configuration may name it. */
  guardedKeys: (cluster: ConfiguredCluster): string[] =>
    softly(() => guardedKeys(runner().store, cluster)) ?? [cluster.key],
  /** Aliases of protected clusters that were moved without a second person; none where the jobs' database can't be used. */
  breakGlassUses: (about: Parameters<typeof breakGlassUses>[1]): BreakGlassUse[] =>
    softly(() => breakGlassUses(runner().store, about)) ?? [],
  /** What is wrong with the jobs' database, for a page that works without it; null: nothing. */
  problem: (): Failure | null => {
    try {
      runner().summaries({ limit: 1 });
      return null;
    } catch (error) {
      return toFailure(error);
    }
  },
};

/** Decoration of a page that is true without it. */
function softly<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
