import { isDrillIndex } from '../../contract/drill-index.ts';
import { readAliasNames, readIndexIdentity } from '../../elasticsearch/admin/describe-index.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { AppError } from '../../errors.ts';
import { deleteAndConfirm } from '../../indices/delete-index.ts';
import { withRetry } from '../../retry.ts';
import type { DrillPlan } from './schema.ts';

const RETRY_MS = 120_000;

/** The index of a drill, as far as it is known to be that. */
interface IndexOfDrill {
  index: string;
  /** null: the drill ended before it knew. */
  uuid: string | null;
  /** Attached by the request that makes the index, where a zip file is restored; null: a snapshot's, which gets it later. */
  loadingAlias: string | null;
}

/** null: the drill makes no index. */
export const indexOfDrill = ({ source, target }: DrillPlan, uuid: string | null): IndexOfDrill | null =>
  source.kind === 'zip' && source.restore === null
    ? null
    : {
        index: target.index,
        uuid,
        loadingAlias: source.kind === 'zip' ? source.restore!.target.loadingAlias : null,
      };

/** What is under the name of a drill's index now. */
type DrillIndexNow = { is: 'gone' } | { is: 'ours'; uuid: string } | { is: 'not ours'; why: string };

const notOurs = (why: string): DrillIndexNow => ({ is: 'not ours', why });

/**
 * Whether it is the index of the drill. `why`: the end of "kept because …". An index template attaches an alias with the
 * request that makes the index, and the drill detaches it before it saves the uuid: until then an alias does not make it
 * somebody else's.
 */
export async function findDrillIndex(
  cluster: Cluster,
  { index, loadingAlias, uuid }: IndexOfDrill,
): Promise<DrillIndexNow> {
  if (!isDrillIndex(index)) return notOurs('its name is not that of a drill’s index');
  const current = await readIndexIdentity(cluster, index);
  if (current === null) return { is: 'gone' };
  if (uuid !== null && current.uuid !== uuid) return notOurs('it was deleted and created again');
  if (uuid === null && loadingAlias !== null)
    return (await readAliasNames(cluster, index)).includes(loadingAlias)
      ? { is: 'ours', uuid: current.uuid }
      : notOurs('it does not have the alias of the drill');
  const { aliases } = current;
  if (aliases.length > 0) return notOurs(`${aliases.join(', ')} ${aliases.length === 1 ? 'points' : 'point'} to it`);
  return { is: 'ours', uuid: current.uuid };
}

/**
 * Deletes the index of a drill. Returns null where it is gone, else why it is kept, as the end of "kept because …". Throws
 * where the cluster refuses, or does not say whether it is deleted.
 */
export async function deleteDrillIndex(cluster: Cluster, ofDrill: IndexOfDrill): Promise<string | null> {
  const now = await findDrillIndex(cluster, ofDrill);
  if (now.is === 'not ours') return now.why;
  return now.is === 'gone' ? null : deleteAndConfirm(cluster, { index: ofDrill.index, uuid: now.uuid });
}

/** Throws `index_exists` where the name of a drill's index is taken: by whatever took it, it is not to be written to or deleted. */
export async function assertNoDrillIndex(cluster: Cluster, index: string, signal: AbortSignal): Promise<void> {
  const found = await withRetry(() => readIndexIdentity(cluster, index, signal), { totalMs: RETRY_MS, signal });
  if (found === null) return;
  throw new AppError('index_exists', `${index} exists, and this drill did not make it.`, {
    hint: 'Start the drill again: it makes an index of another name.',
    details: { index },
  });
}
