import { dirname, join } from 'node:path';
import { decideAll } from '../../carrying/decide-all.ts';
import { decideUndo } from '../../carrying/decide-undo.ts';
import { UNDOING } from '../../carrying/phases.ts';
import { countUndoCandidates, undoCandidates, type UndoPosition } from '../../carrying/undo-candidates.ts';
import { undoFileOf } from '../../carrying/undo-file.ts';
import { withTarget } from '../../carrying/with-target.ts';
import { writeDecided, type CarryCheckpoint } from '../../carrying/write-decided.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import type { CarryOptions } from '../carry-forward/run.ts';
import type { RunKind } from '../run-kind.ts';
import { bytesOfCandidate } from './plan.ts';
import type { UndoCarryForwardResult, UndoCarryForwardWork } from './schema.ts';

/**
 * Puts back what a job has written, where the index still has exactly that; anything else is a conflict, listed. Resumes
 * where an earlier run stopped. Running it again changes nothing more. Throws `index_changed`, `not_found`.
 */
export const runUndoCarryForward: RunKind<
  UndoCarryForwardWork,
  UndoCarryForwardResult,
  CarryCheckpoint,
  CarryOptions
> = async ({ cluster }, { plan }, run, options = {}) => {
  const startedMs = performance.now();
  assertNoRefusals(plan);
  await assertSameCluster(cluster, plan, run.signal);
  const { to } = plan;
  const path = undoFileOf(join(/* turbopackIgnore: true */ dirname(run.directory), plan.of));
  const total = await countUndoCandidates(path);
  const warnings: string[] = [];
  const written = await withTarget(cluster, to, run, warnings, (target) => {
    const decide = decideUndo(cluster, { index: to.index, ...target.lookedUp }, run.signal);
    const decidedFrom = (position: UndoPosition | null) =>
      decideAll(undoCandidates(path, position), decide, bytesOfCandidate);
    return writeDecided(cluster, target, decidedFrom, run, { phase: UNDOING, total, retryMs: options.retryMs });
  });
  const { conflicts, rejected } = written.counts;
  return {
    kind: 'undo-carry-forward',
    status: conflicts + rejected > 0 ? 'partial' : 'done',
    index: to.index,
    indexUuid: to.uuid,
    ...written,
    seconds: (performance.now() - startedMs) / 1000,
    warnings,
  };
};
