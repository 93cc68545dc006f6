import type { JobResult, JobWork } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import type { Place } from '../backups/sources.ts';
import type { Run } from '../running/run.ts';

/** What planning needs from its caller. */
export type PlanRun = Pick<Run, 'signal' | 'report' | 'log'>;

/** Reads the cluster and the backups, and returns exactly what would be done. Changes nothing. */
export type PlanKind<Request, P extends Plan> = (place: Place, request: Request, run: PlanRun) => Promise<P>;

/**
 * Carries out a work. `Checkpoint` is what it can resume from: an earlier run of the same kind saved it.
 * `options`: for measurements and tests.
 */
export type RunKind<W extends JobWork, R extends JobResult, Checkpoint = never, Options = never> = (
  place: Place,
  work: W,
  run: Run<Checkpoint>,
  options?: Options,
) => Promise<R>;
