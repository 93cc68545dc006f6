import { openIndex, waitForShards } from '../elasticsearch/admin/index-admin.ts';
import { findIndex } from '../elasticsearch/admin/list-indices.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import type { Run } from '../running/run.ts';

/** An index of hundreds of gigabytes opens in minutes. */
const SHARDS_TIMEOUT_MS = 10 * 60_000;

/**
 * Opens the index and waits until its primary shards have started. Throws `index_changed` and `timed_out`; `notDone` says
 * then what was not done after it.
 */
export async function openAndWait(
  cluster: Cluster,
  index: string,
  run: Pick<Run, 'signal' | 'log'>,
  notDone = ' The alias was not switched.',
): Promise<void> {
  const { signal } = run;
  await openIndex(cluster, index, signal);
  run.log(`${index} is open; waiting for its shards.`);
  if (!(await waitForShards(cluster, index, 'yellow', SHARDS_TIMEOUT_MS, signal)))
    throw new AppError(
      'timed_out',
      `${index} was opened, but not all of its shards have started within ${SHARDS_TIMEOUT_MS / 60_000} minutes.${notDone}`,
      { hint: 'Check the cluster’s health for the reason. The index is kept open.', details: { index } },
    );
  // The shards of a closed index have started too.
  if ((await findIndex(cluster, index, signal))?.state !== 'closed') return;
  throw new AppError('index_changed', `${index} was opened, but it is closed.${notDone}`, {
    hint: 'Somebody else closed it, or something between here and the cluster answered instead. Check the index.',
  });
}
