import type { Place } from '../../backups/sources.ts';
import type { Job } from '../../contract/job.ts';
import type { RunTrigger, Schedule } from '../../contract/schedule.ts';
import type { Owner } from '../owner.ts';
import type { JobStore, NewJob } from '../store/job-store.ts';
import type { OpenRun } from '../store/schedule-runs.ts';

/** What the configuration says of a cluster that has schedules. */
export interface ScheduledCluster {
  name: string;
  readOnly: boolean;
  /** The source of its zip backups; null: no configuration says it. */
  backupSource: string | null;
  /** The key of the cluster on which its backups are tried; null: on itself. */
  drillCluster: string | null;
}

/** What the scheduler asks of the configuration. */
export type ScheduledClusters = Pick<RunHost, 'clusterOf' | 'isReadOnly'>;

/** The process that carries out the run of a schedule: the server, or a command line. */
export interface RunHost {
  readonly owner: Owner;
  /** Aborted when the process stops: the run is then continued by the next one. */
  readonly signal: AbortSignal;
  /** Throws AppError disk. */
  store(): JobStore;
  /** null: this process has no such cluster. */
  clusterOf(key: string): ScheduledCluster | null;
  /** Whether the configuration calls a cluster read-only, under any of its keys. */
  isReadOnly(clusterUuid: string): boolean;
  place(key: string): Place;
  /** Creates the job, or finds the one of the same key, and resolves when it has ended. Throws what creating it throws. */
  run(newJob: NewJob & { key: string }): Promise<Job>;
  /** Waits for the end of a job that was begun before. */
  follow(id: string): Promise<Job>;
  /** Continues an interrupted job in a new one, and resolves when that has ended. */
  resume(id: string, newJob: Pick<NewJob, 'actor' | 'schedule'>): Promise<Job>;
  /** For how long a step waits for a cluster that does not answer or has no room, in milliseconds. */
  patience(wait: { schedule: Schedule; dueAt: number; trigger: RunTrigger; room: boolean }): number;
}

/** A run that this process carries out. `steps`: as an earlier process saved them; null: it has not begun. */
export type RunToCarryOut = Pick<OpenRun, 'schedule' | 'dueAt' | 'trigger' | 'steps'>;
