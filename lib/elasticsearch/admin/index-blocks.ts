import { entriesOf, type ByName } from '../../contract/by-name.ts';
import { isAppError } from '../../errors.ts';
import type { Cluster } from '../client/cluster.ts';
import { named, listOf, object, optional, text, type Shape } from '../client/shape.ts';

/** The indices that are under a block, from the cluster state. A closed index is under block 4. */
export interface IndexBlocks {
  closed: ReadonlySet<string>;
  /** `index.blocks.metadata`, for example: reading settings, aliases or sizes is a 403 **for the whole request**. */
  metadataUnreadable: ReadonlySet<string>;
  /** `index.blocks.read`: a search that includes one is a 403 as a whole. */
  unsearchable: ReadonlySet<string>;
  /** False: the user may not read the cluster state, so nothing is known. */
  known: boolean;
}

interface StateBlocks {
  blocks?: { indices?: ByName<ByName<{ levels?: string[] }>> };
}

const stateBlocks: Shape<StateBlocks> = object({
  // Always present: a response without it does not come from the cluster.
  cluster_name: text,
  blocks: optional(object({ indices: optional(named(named(object({ levels: optional(listOf(text)) })))) })),
});

const CLOSED = '4';

/**
 * Which indices a request must exclude so that it succeeds for the others. The cluster state itself is never blocked
 * (tried on 6.8, 8.19 and OpenSearch 2.19: docs/elasticsearch.md).
 */
export async function readIndexBlocks(cluster: Cluster, signal?: AbortSignal): Promise<IndexBlocks> {
  const closed = new Set<string>();
  const metadataUnreadable = new Set<string>();
  const unsearchable = new Set<string>();
  let response: StateBlocks;
  try {
    response = await cluster.request({
      method: 'GET',
      path: '/_cluster/state/blocks',
      query: { filter_path: 'cluster_name,blocks.indices' },
      shape: stateBlocks,
      signal,
      responseSize: 'list',
    });
  } catch (error) {
    if (isAppError(error) && error.code === 'forbidden')
      return { closed, metadataUnreadable, unsearchable, known: false };
    throw error;
  }
  for (const [index, blocks] of entriesOf(response.blocks?.indices)) {
    for (const [id, block] of entriesOf(blocks)) {
      if (id === CLOSED) closed.add(index);
      else {
        if (block.levels?.includes('metadata_read')) metadataUnreadable.add(index);
        if (block.levels?.includes('read')) unsearchable.add(index);
      }
    }
  }
  return { closed, metadataUnreadable, unsearchable, known: true };
}
