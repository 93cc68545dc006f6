import { isDrillIndex } from '../../contract/drill-index.ts';
import { readAliasNames, readIndexIdentity } from '../../elasticsearch/admin/describe-index.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { deleteAndConfirm } from '../../indices/delete-index.ts';
import type { DrillPlan } from './schema.ts';

/** The index of a drill, as far as it is known to be that. */
export interface IndexOfDrill {
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

/**
 * Deletes the index of a drill. Returns null where it is gone, else why it is kept, as the end of "kept because …". Never
 * deletes an index of another name, of another uuid, without the alias of this drill where its uuid is not known, or with an
 * alias of others. Throws where the cluster refuses, or does not say whether it is deleted.
 */
export async function deleteDrillIndex(
  cluster: Cluster,
  { index, loadingAlias, uuid }: IndexOfDrill,
): Promise<string | null> {
  if (!isDrillIndex(index)) return 'its name is not that of a drill’s index';
  const current = await readIndexIdentity(cluster, index);
  if (current === null) return null;
  if (uuid !== null && current.uuid !== uuid) return 'it was deleted and created again';
  if (current.aliases.length > 0)
    return `${current.aliases.join(', ')} ${current.aliases.length === 1 ? 'points' : 'point'} to it`;
  if (uuid === null && loadingAlias !== null && !(await readAliasNames(cluster, index)).includes(loadingAlias))
    return 'it does not have the alias of the drill';
  return deleteAndConfirm(cluster, { index, uuid: current.uuid });
}
