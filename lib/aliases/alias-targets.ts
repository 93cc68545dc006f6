import type { IndexSummary } from '../contract/indices.ts';
import type { AliasState, AliasTarget } from '../contract/plan.ts';
import { sameMembership } from './carry-membership.ts';

/** An alias's state with what is known of each index. */
export function aliasTargets(state: AliasState, indices: readonly IndexSummary[]): AliasTarget[] {
  const known = new Map(indices.map((index) => [index.name, index]));
  return state.map(({ index, uuid, membership }) => {
    const summary = known.get(index);
    return {
      index,
      uuid,
      state: summary?.state ?? 'open',
      documents: summary?.documents ?? null,
      primaryBytes: summary?.primaryBytes ?? null,
      createdAt: summary?.createdAt ?? null,
      membership,
    };
  });
}

export const stateOf = (targets: readonly Pick<AliasTarget, 'index' | 'uuid' | 'membership'>[]): AliasState =>
  targets.map(({ index, uuid, membership }) => ({ index, uuid, membership }));

/** The same indices (by uuid), each carrying the same. */
export function sameState(a: AliasState, b: AliasState): boolean {
  return (
    a.length === b.length &&
    a.every((one) =>
      b.some(
        (other) =>
          other.index === one.index && other.uuid === one.uuid && sameMembership(other.membership, one.membership),
      ),
    )
  );
}

export const describeState = (state: AliasState): string =>
  state.length === 0 ? 'nothing' : state.map(({ index }) => index).join(', ');
