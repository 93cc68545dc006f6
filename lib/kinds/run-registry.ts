import type { JobResult, JobWork } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import { AppError } from '../errors.ts';
import type { JobKind } from './kind.ts';
import type { RunKind } from './run-kind.ts';

type AnyRun = RunKind<JobWork, JobResult>;

export interface RunRegistry {
  /** Throws `unsupported` for a kind that nothing carries out. */
  of(named: { readonly kind: string }): AnyRun;
  /** Throws where the kind is carried out already. */
  add<W extends JobWork, R extends JobResult, P extends Plan, C, O>(
    kind: JobKind<W, R, P>,
    run: RunKind<W, R, C, O>,
  ): RunRegistry;
}

export function runRegistry(): RunRegistry {
  const known = new Map<string, AnyRun>();
  const registry: RunRegistry = {
    of({ kind }) {
      const run = known.get(kind);
      if (run) return run;
      throw new AppError('unsupported', `This version of Restore Desk can’t carry out a job of the kind ${kind}.`);
    },
    add({ kind }, run) {
      if (known.has(kind)) throw new Error(`There are two ways to carry out ${kind}.`);
      // The work was parsed by the kind's own schema, and the checkpoint was saved by the same run.
      known.set(kind, run as unknown as AnyRun);
      return registry;
    },
  };
  return registry;
}
