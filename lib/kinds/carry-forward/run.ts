import { dirname, join } from 'node:path';
import { parseQuery } from '../../carrying/carry-query.ts';
import { decideAll } from '../../carrying/decide-all.ts';
import { decideCarry } from '../../carrying/decide-carry.ts';
import { differenceCandidates, type DifferencePosition } from '../../carrying/difference-candidates.ts';
import { CARRYING } from '../../carrying/phases.ts';
import { withTarget } from '../../carrying/with-target.ts';
import { writeDecided, type CarryCheckpoint } from '../../carrying/write-decided.ts';
import { readIndexIdentity } from '../../elasticsearch/admin/describe-index.ts';
import { checkQuery } from '../../elasticsearch/read/match-documents.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { AppError } from '../../errors.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import type { Run } from '../../running/run.ts';
import type { RunKind } from '../run-kind.ts';
import { totalOf } from './plan.ts';
import type { CarryForwardPlan, CarryForwardResult, CarryForwardWork } from './schema.ts';

export interface CarryOptions {
  /** How long transient failures are retried. */
  retryMs?: number;
}

/**
 * Carries the differences of the comparison into the restored index, on the condition that each document is as it was read.
 * What it overwrites and deletes is in the undo file before. Resumes where an earlier run stopped. Throws `index_changed`.
 */
export const runCarryForward: RunKind<CarryForwardWork, CarryForwardResult, CarryCheckpoint, CarryOptions> = async (
  { cluster },
  { plan },
  run,
  options = {},
) => {
  const startedMs = performance.now();
  assertNoRefusals(plan);
  await assertSameCluster(cluster, plan, run.signal);
  await assertSameSource(cluster, plan, run);
  const query = plan.query === null ? null : parseQuery(plan.query);
  if (query !== null) await checkQuery(cluster, plan.from.index, query, run.signal);
  const differences = join(/* turbopackIgnore: true */ dirname(run.directory), plan.comparison.job);
  const { changes, found, from, to } = plan;
  const warnings: string[] = [];
  const written = await withTarget(cluster, to, run, warnings, (target) => {
    const decide = decideCarry(
      cluster,
      {
        from: { index: from.index, name: from.index, type: from.type },
        to: { index: to.index, ...target.lookedUp },
        query,
      },
      run.signal,
    );
    const decidedFrom = (position: DifferencePosition | null) =>
      decideAll(differenceCandidates(differences, changes, found, position, run.signal), decide);
    return writeDecided(cluster, target, decidedFrom, run, {
      phase: CARRYING,
      total: totalOf(changes, found),
      retryMs: options.retryMs,
    });
  });
  const { conflicts, rejected } = written.counts;
  return {
    kind: 'carry-forward',
    status: conflicts + rejected > 0 ? 'partial' : 'done',
    index: to.index,
    indexUuid: to.uuid,
    ...written,
    seconds: (performance.now() - startedMs) / 1000,
    warnings,
  };
};

async function assertSameSource(
  cluster: Cluster,
  { from }: CarryForwardPlan,
  run: Run<CarryCheckpoint>,
): Promise<void> {
  const current = await readIndexIdentity(cluster, from.index, run.signal);
  if (current?.uuid === from.uuid) return;
  throw new AppError(
    'index_changed',
    `${from.index} was ${current === null ? 'deleted' : 'deleted and created again'} since the comparison.`,
    { hint: 'Its documents can’t be carried forward any more. Run the publishers again instead.' },
  );
}
