import { AppError } from '../../../lib/errors.ts';
import type { RunKind } from '../../../lib/kinds/run-kind.ts';
import { Meter } from '../../../lib/running/meter.ts';
import { COUNTING, RESTING } from './phases.ts';
import type { ToyResult, ToyWork } from './schema.ts';

/** Lets a test pause the count at its end, and make it fail. */
export const control = { until: Promise.resolve() as Promise<unknown>, failAt: null as number | null };

/** Counts, one number at a time, from the checkpoint of an earlier run. */
export const runToy: RunKind<ToyWork, ToyResult, { counted: number }> = async (_, { plan: { upTo, what } }, run) => {
  const meter = new Meter();
  let counted = run.checkpoint?.counted ?? 0;
  for (; counted < upTo; run.saveCheckpoint({ counted })) {
    run.signal.throwIfAborted();
    if (control.failAt === counted) throw new AppError('timed_out', `Counting ${what} took too long.`);
    counted += 1;
    const facts = {
      subject: what,
      done: counted,
      total: upTo,
      unit: 'documents' as const,
      counters: { whole: counted },
    };
    run.report(meter.progress({ ...COUNTING, ...facts }));
  }
  run.report(meter.progress({ ...RESTING, subject: what, done: 0, total: null, unit: 'steps' }));
  run.log(`Counted ${what} to ${counted}.`);
  await control.until;
  return { kind: 'toy', status: 'done', counted };
};
