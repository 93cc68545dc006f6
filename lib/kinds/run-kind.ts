import type { JobResult, JobWork } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import type { Place } from '../backups/sources.ts';
import type { Run } from '../running/run.ts';

/** What planning needs of whoever asks for it. */
export type PlanRun = Pick<Run, 'signal' | 'report' | 'log'>;

/** Looks at the cluster and at the backups, and says exactly what would be done. Changes nothing. */
export type PlanKind<Request, P extends Plan> = (place: Place, request: Request, run: PlanRun) => Promise<P>;

/**
 * Carries a work out. `Checkpoint` is what it can go on from; it comes from an earlier run of the same kind of work, so
 * that its type is the kind's own. `options`: for measurements and tests.
 */
export type RunKind<W extends JobWork, R extends JobResult, Checkpoint = never, Options = never> = (
  place: Place,
  work: W,
  run: Run<Checkpoint>,
  options?: Options,
) => Promise<R>;
