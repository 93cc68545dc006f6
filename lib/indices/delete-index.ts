import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import { deleteIndex } from '../elasticsearch/admin/index-admin.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { isRefusal } from '../elasticsearch/client/response-error.ts';
import { AppError, isAppError } from '../errors.ts';

/** An index as a plan has seen it. */
interface PlannedIndex {
  index: string;
  uuid: string;
}

/** What has changed since the plan, as the end of "kept because …"; null: nothing, so it is deleted. */
export async function reasonToKeep(
  cluster: Cluster,
  { index, uuid }: PlannedIndex,
  signal: AbortSignal,
): Promise<string | null> {
  const current = await readIndexIdentity(cluster, index, signal);
  if (current === null) return 'it no longer existed';
  if (current.uuid !== uuid) return 'it was deleted and created again since the plan';
  if (current.aliases.length > 0)
    return `${current.aliases.join(', ')} ${current.aliases.length === 1 ? 'points' : 'point'} to it now`;
  const block = current.blocks.find((name) => name === 'read_only' || name === 'metadata');
  return block ? `it is under a ${block} block now` : null;
}

/**
 * Returns null where the index is deleted, else why it is not this plan's to delete. Takes no signal, so that the
 * outcome is always known. Without a confirmation of the cluster, the index is looked up again. Throws where that shows
 * that it still exists, or fails.
 */
export async function deleteAndConfirm(cluster: Cluster, { index, uuid }: PlannedIndex): Promise<string | null> {
  try {
    await deleteIndex(cluster, index);
    return null;
  } catch (error) {
    if (!isAppError(error) || isRefusal(error)) throw error;
    const current = await readIndexIdentity(cluster, index).catch(() => undefined);
    if (current === null) return null;
    if (current === undefined)
      throw new AppError(error.code, `Whether ${index} was deleted is not known: ${error.message}`, {
        cause: error,
        hint: 'Check the list of indices before you do anything else.',
      });
    if (current.uuid !== uuid) return 'the index of the plan no longer exists, and another index has its name now';
    throw new AppError(error.code, `${error.message} ${index} still exists${mayStillBeDeleted(error)}.`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
      details: { ...error.details },
    });
  }
}

const mayStillBeDeleted = ({ code }: AppError): string =>
  code === 'timed_out' ? '; the cluster may still delete it within half a minute' : '';
