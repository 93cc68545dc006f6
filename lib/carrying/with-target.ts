import type { CarryTarget } from '../contract/carry-schema.ts';
import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import { refreshIndex } from '../elasticsearch/admin/index-admin.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import { formatList } from '../format.ts';
import { createBulkTarget } from '../loading/bulk-target.ts';
import { retryWhileBlocked } from '../loading/retry-while-blocked.ts';
import { REFRESHING } from '../proving/phases.ts';
import type { Run } from '../running/run.ts';
import { addLoadingAlias, removeLoadingAlias } from '../target/loading-alias.ts';
import { PREPARING } from '../target/phases.ts';
import type { CarryCheckpoint, WriteTarget } from './write-decided.ts';

/**
 * Prepares the index of a plan for conditional writes, and makes what was written searchable. The alias that it has
 * meanwhile, so that an index that is deleted is never created again, is removed however it ends. Throws `index_changed`
 * where it is another index, or has got an alias, since the plan was made.
 */
export async function withTarget<T>(
  cluster: Cluster,
  to: CarryTarget,
  run: Run<CarryCheckpoint>,
  warnings: string[],
  work: (target: WriteTarget) => Promise<T>,
): Promise<T> {
  await assertSameIndex(cluster, to, run);
  const step = (action: () => Promise<void>, phase: typeof PREPARING | typeof REFRESHING) =>
    retryWhileBlocked(action, phase, to.index, run);
  await step(() => addLoadingAlias(cluster, to, run.signal), PREPARING);
  try {
    const bulk = await createBulkTarget(cluster, to, to.uuid);
    const result = await work({
      index: to.index,
      uuid: to.uuid,
      bulk,
      lookedUp: { name: bulk.name, type: to.type },
    });
    await step(() => refreshIndex(cluster, to.index, run.signal), REFRESHING);
    return result;
  } finally {
    await removeLoadingAlias(cluster, to, run, warnings);
  }
}

async function assertSameIndex(cluster: Cluster, to: CarryTarget, run: Run<CarryCheckpoint>): Promise<void> {
  const current = await readIndexIdentity(cluster, to.index, run.signal);
  if (current?.uuid !== to.uuid)
    throw new AppError(
      'index_changed',
      `${to.index} was ${current === null ? 'deleted' : 'deleted and created again'} since.`,
      { hint: 'Nothing was written. Find out who did this and why.' },
    );
  // The person who confirmed the plan agreed to write to an index with these aliases.
  const added = current.aliases.filter((alias) => !to.aliases.includes(alias));
  if (run.checkpoint !== null || added.length === 0) return;
  throw new AppError(
    'index_changed',
    `${formatList(added)} ${added.length === 1 ? 'points' : 'point'} to ${to.index} now, and did not when this was planned.`,
    { hint: 'Nothing was written. Plan it again.' },
  );
}
