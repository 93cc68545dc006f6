import type { JobResult, JobWork } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import { AppError } from '../errors.ts';
import type { JobKind } from './kind.ts';
import type { RunKind } from './run-kind.ts';

type AnyRun = RunKind<JobWork, JobResult>;

export interface RunRegistry {
  /** Throws `unsupported` for a kind that has no run. */
  of(named: { readonly kind: string }): AnyRun;
  /** Throws if the kind has a run. */
  add<W extends JobWork, R extends JobResult, P extends Plan, C, O>(
    kind: JobKind<W, R, P>,
    run: RunKind<W, R, C, O>,
  ): RunRegistry;
}

export function runRegistry(): RunRegistry {
  const byKind = new Map<string, AnyRun>();
  const registry: RunRegistry = {
    of({ kind }) {
      const run = byKind.get(kind);
      if (run) return run;
      throw new AppError('unsupported', `This version of Restore Desk can’t carry out a job of the kind ${kind}.`);
    },
    add({ kind }, run) {
      if (byKind.has(kind)) throw new Error(`There are two ways to carry out ${kind}.`);
      // Safe: the kind's schema has parsed the work, and a run of the same kind saved the checkpoint.
      byKind.set(kind, run as unknown as AnyRun);
      return registry;
    },
  };
  return registry;
}
