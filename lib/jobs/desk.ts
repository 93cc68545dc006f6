import type { BrokenGlass } from '../contract/broken-glass.ts';
import type { Actor, Job, JobSummary, JobWork } from '../contract/job.ts';
import type { SwitchResult } from '../contract/results.ts';
import { clusterConnection, configuration, findCluster } from '../config.ts';
import { AppError, toFailure, type Failure } from '../errors.ts';
import { brokenGlass } from './broken-glass.ts';
import * as facts from './store/job-queries.ts';
import { perform } from './perform.ts';
import { JobRunner } from './runner.ts';
import type { JobFilter, JobStore, NewJob } from './store/job-store.ts';

const slot = Symbol.for('restore-desk.runner');
const holder = globalThis as { [slot]?: JobRunner };

/** Next bundles this module several times; the runner lives once per process. */
export const runner = (): JobRunner =>
  (holder[slot] ??= new JobRunner({
    dataDirectory: configuration().dataDirectory,
    parallelJobs: configuration().parallelJobs,
    perform,
    place: (key) => {
      const cluster = findCluster(key);
      if (!cluster)
        throw new AppError('not_found', `The cluster "${key}" is no longer configured.`, {
          hint: 'Put it back into the configuration, or do this from the command line.',
        });
      return { cluster: clusterConnection(key), backupDirectory: cluster.backupDirectory };
    },
  }));

/** The jobs of this installation. Every function throws AppError disk when the jobs' database can't be used, but for those that say they answer null. */
export const desk = {
  /** Throws busy with `details.owner`, the id of the job in the way. With a `key` a second call gets the first one's job. */
  start: (wanted: NewJob): Job => runner().start(wanted),
  cancel: (id: string, actor: Actor): Job => runner().cancel(id, actor),
  /** Resume from the checkpoint where there is one (`resumable`), else start again. */
  resume: (id: string, actor: Actor, change?: (work: JobWork) => JobWork): Job => runner().resume(id, actor, change),
  get: (id: string): Job | null => runner().get(id),
  /** Newest first; whole jobs with plan and result. For tables take `summaries`. */
  list: (filter?: JobFilter): Job[] => runner().list(filter),
  summaries: (filter?: JobFilter): JobSummary[] => runner().summaries(filter),
  /** At most 1,000 lines from `fromSeq` (from 1; negative: from the end), and the number of the last line there is. */
  log: (id: string, fromSeq?: number, limit?: number): ReturnType<JobStore['log']> => runner().log(id, fromSeq, limit),
  directory: (id: string): string => runner().directory(id),

  /** Uuids (and names, where the index is not made yet) that jobs are filling: never cleaned up. */
  filling: (clusterUuid: string): facts.Filling => facts.filling(runner().store, clusterUuid),
  /** The newest switch of an alias by this installation, whoever did it; null: none. */
  lastSwitch: (clusterUuid: string, alias: string): { job: string; result: SwitchResult } | null =>
    facts.lastSwitch(runner().store, clusterUuid, alias),

  /** The last reading of each file to its end, by absolute path; null: the jobs' database can't be used. */
  verifications: (): Map<string, facts.VerifiedFile> | null => softly(() => facts.verifications(runner().store)),
  /** What earlier restores tell of how long one takes; none where the jobs' database can't be used. */
  pastRestores: (cluster: string): ReturnType<typeof facts.pastRestores> =>
    softly(() => facts.pastRestores(runner().store, cluster)) ?? [],
  /** Which job made which index, by uuid; null: the jobs' database can't be used. */
  madeBy: (clusterUuid: string): Map<string, string> | null => softly(() => facts.madeBy(runner().store, clusterUuid)),
  /** The last switch of every alias; null: the jobs' database can't be used. */
  lastSwitches: (clusterUuid: string): Map<string, { job: string; result: SwitchResult }> | null =>
    softly(() => facts.lastSwitches(runner().store, clusterUuid)),
  /** Aliases of protected clusters that were moved without a second person; none where the jobs' database can't be used. */
  brokenGlass: (about: Parameters<typeof brokenGlass>[1]): BrokenGlass[] =>
    softly(() => brokenGlass(runner().store, about)) ?? [],
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
