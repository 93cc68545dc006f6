import { isNarrowed } from '../contract/documents-shown.ts';
import type { AliasState } from '../contract/plan.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { countThrough } from '../elasticsearch/read/count-through-aliases.ts';
import type { SwitchState } from './switch-state.ts';

/** Adds what the alias will show of its next open indices, where a filter or a search routing leaves some out. */
export async function countShownAfter(
  cluster: Cluster,
  state: SwitchState,
  after: readonly Pick<AliasState[number], 'index' | 'membership'>[],
  signal?: AbortSignal,
): Promise<SwitchState> {
  const shownAfter = new Map<string, number | null>();
  for (const { index, membership } of after) {
    const summary = state.indices.find(({ name }) => name === index);
    if (isNarrowed(membership) && summary?.documents != null)
      shownAfter.set(index, await countThrough(cluster, index, membership, signal));
  }
  return { ...state, shownAfter };
}
