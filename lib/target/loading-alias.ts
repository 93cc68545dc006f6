import { putAlias } from '../elasticsearch/admin/aliases.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { isAppError } from '../errors.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';
import { isOwnIndex } from '../loading/checkpoint.ts';
import type { Run } from '../running/run.ts';

/** An index that documents are written into, and the alias that it has meanwhile (lib/contract/loading-alias.ts). */
export interface WrittenIndex {
  index: string;
  loadingAlias: string;
}

/** For an index that exists. A new index gets the alias with its create request. */
export async function addLoadingAlias(
  cluster: Cluster,
  { index, loadingAlias }: WrittenIndex,
  signal: AbortSignal,
): Promise<void> {
  await putAlias(cluster, { index, alias: loadingAlias, on: true }, signal);
}

/**
 * After a restore that added to an existing index, however it ended: removes its alias, which would mean nothing to the
 * index's owner. Throws nothing; a failure is a warning.
 */
export async function removeAddingAlias(
  cluster: Cluster,
  plan: RestorePlan,
  run: Pick<Run, 'log'>,
  warnings: string[],
): Promise<void> {
  if (!isOwnIndex(plan)) await removeLoadingAlias(cluster, plan.target, run, warnings);
}

/** The same for any index that is not being made. */
export async function removeLoadingAlias(
  cluster: Cluster,
  { index, loadingAlias }: WrittenIndex,
  run: Pick<Run, 'log'>,
  warnings: string[],
): Promise<void> {
  try {
    await putAlias(cluster, { index, alias: loadingAlias, on: false }, AbortSignal.timeout(1_500));
  } catch (error) {
    // The index was deleted, and the alias with it.
    if (isAppError(error) && error.code === 'not_found') return;
    const warning = `The alias ${loadingAlias} could not be removed from ${index}; it has no effect, so remove it by hand.`;
    warnings.push(warning);
    run.log(`${warning} ${error instanceof Error ? error.message : String(error)}`);
  }
}
