import { join } from 'node:path';
import { refOfFile } from '../../lib/contract/backup-ref.ts';
import { runCompare } from '../../lib/kinds/compare/run.ts';
import { planCompare } from '../../lib/kinds/compare/plan.ts';
import { planCarryForward, type CarryForwardRequest } from '../../lib/kinds/carry-forward/plan.ts';
import { runCarryForward, type CarryOptions } from '../../lib/kinds/carry-forward/run.ts';
import type { CarryForwardPlan, CarryForwardResult } from '../../lib/kinds/carry-forward/schema.ts';
import { planUndoCarryForward } from '../../lib/kinds/undo-carry-forward/plan.ts';
import { runUndoCarryForward } from '../../lib/kinds/undo-carry-forward/run.ts';
import type { UndoCarryForwardResult } from '../../lib/kinds/undo-carry-forward/schema.ts';
import type { CarryCheckpoint } from '../../lib/carrying/write-decided.ts';
import type { Place } from '../../lib/backups/sources.ts';
import type { Run } from '../../lib/running/run.ts';
import { aRun } from './a-run.ts';

export interface Carrying {
  /** Compares the backup with the index that was live, as job `comparison-<n>`. */
  compare(file: string, from: string): Promise<CarryForwardRequest['comparison']>;
  plan(
    comparison: CarryForwardRequest['comparison'],
    to: string,
    request?: Partial<CarryForwardRequest>,
  ): Promise<CarryForwardPlan>;
  /** In the directory of the job `id`. */
  run(
    plan: CarryForwardPlan,
    id: string,
    run?: Partial<Run<CarryCheckpoint>>,
    options?: CarryOptions,
  ): Promise<CarryForwardResult>;
  /** Of the job `id`, as the job `undo-<id>`. */
  undo(plan: CarryForwardPlan, id: string, as?: string): Promise<UndoCarryForwardResult>;
  directoryOf(id: string): string;
}

/** Jobs that carry changes forward, in directories beside each other. */
export function carryingIn(place: () => Place, directory: () => string): Carrying {
  let comparisons = 0;
  const carrying: Carrying = {
    directoryOf: (id) => join(directory(), 'jobs', id),
    async compare(file, from) {
      const job = `comparison-${++comparisons}`;
      const work = await planCompare(place(), { left: { backup: refOfFile(file) }, right: { index: from } }, aRun());
      const result = await runCompare(place(), work, aRun({ directory: carrying.directoryOf(job) }));
      return { job, directory: carrying.directoryOf(job), work, result };
    },
    plan: (comparison, to, request = {}) =>
      planCarryForward(place(), { comparison, to, changes: ['added', 'changed'], ...request }, aRun()),
    run: (plan, id, run = {}, options = {}) =>
      runCarryForward(
        place(),
        { kind: 'carry-forward', plan },
        aRun<CarryCheckpoint>({ directory: carrying.directoryOf(id), ...run }),
        options,
      ),
    async undo(plan, id, as = `undo-${id}`) {
      const undo = await planUndoCarryForward(
        place(),
        { job: id, directory: carrying.directoryOf(id), work: { kind: 'carry-forward', plan } },
        aRun(),
      );
      return runUndoCarryForward(
        place(),
        { kind: 'undo-carry-forward', plan: undo },
        aRun<CarryCheckpoint>({ directory: carrying.directoryOf(as) }),
      );
    },
  };
  return carrying;
}
