import { deleteAndConfirm, reasonToKeep } from '../../indices/delete-index.ts';
import { AppError } from '../../errors.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import { Meter } from '../../running/meter.ts';
import type { RunKind } from '../run-kind.ts';
import { DELETING } from './phases.ts';
import type { DeleteIndexResult, DeleteIndexWork } from './schema.ts';

/**
 * Deletes the index of the plan after checking uuid, aliases and blocks again. Throws `plan_changed` where it has changed
 * since: then nothing was deleted.
 */
export const runDeleteIndex: RunKind<DeleteIndexWork, DeleteIndexResult> = async ({ cluster }, { plan }, run) => {
  const startedMs = performance.now();
  const { index, uuid, documents, storeBytes } = plan;
  assertNoRefusals(plan);
  await assertSameCluster(cluster, plan, run.signal);
  run.report(new Meter().progress({ ...DELETING, subject: index, done: 0, total: null, unit: 'steps' }));
  const reason = (await reasonToKeep(cluster, plan, run.signal)) ?? (await deleteUnlessCancelled());
  if (reason !== null)
    throw new AppError('plan_changed', `${index} was not deleted: ${reason}.`, {
      hint: 'Review the deletion again, and check what is different.',
      details: { changes: [`${index}: ${reason}.`] },
    });
  run.log(`Deleted ${index}.`);
  return {
    kind: 'delete-index',
    status: 'done',
    index,
    uuid,
    documents,
    storeBytes,
    seconds: (performance.now() - startedMs) / 1000,
  };

  function deleteUnlessCancelled(): Promise<string | null> {
    run.signal.throwIfAborted();
    return deleteAndConfirm(cluster, plan);
  }
};
