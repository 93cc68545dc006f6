import { isDrillIndex } from '../../contract/drill-index.ts';
import { readAliasNames, readIndexIdentity } from '../../elasticsearch/admin/describe-index.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { deleteAndConfirm } from '../../indices/delete-index.ts';
import type { DrillPlan } from './schema.ts';

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

/** Whether it is the index of the drill. `why`: the end of "kept because …". */
export async function findDrillIndex(
  cluster: Cluster,
  { index, loadingAlias, uuid }: IndexOfDrill,
): Promise<DrillIndexNow> {
  if (!isDrillIndex(index)) return notOurs('its name is not that of a drill’s index');
  const current = await readIndexIdentity(cluster, index);
  if (current === null) return { is: 'gone' };
  if (uuid !== null && current.uuid !== uuid) return notOurs('it was deleted and created again');
  const { aliases } = current;
  if (aliases.length > 0) return notOurs(`${aliases.join(', ')} ${aliases.length === 1 ? 'points' : 'point'} to it`);
  if (uuid === null && loadingAlias !== null && !(await readAliasNames(cluster, index)).includes(loadingAlias))
    return notOurs('it does not have the alias of the drill');
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
