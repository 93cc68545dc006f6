import { documentsShown, isNarrowed } from '../contract/documents-shown.ts';
import type { IndexSummary } from '../contract/indices.ts';
import type { AliasState, AliasTarget } from '../contract/plan.ts';
import { isSameMembership } from './choose-membership.ts';

/** Adds to an alias's state what the list of indices contains about each index. */
export function toAliasTargets(state: AliasState, indices: readonly IndexSummary[]): AliasTarget[] {
  const summaries = new Map(indices.map((index) => [index.name, index]));
  return state.map(({ index, uuid, membership }) => {
    const summary = summaries.get(index);
    return {
      index,
      uuid,
      state: summary?.state ?? 'open',
      documents: summary?.documents ?? null,
      primaryBytes: summary?.primaryBytes ?? null,
      createdAt: summary?.createdAt ?? null,
      membership,
      ...(isNarrowed(membership) ? { shown: summary ? documentsShown(summary, membership.alias) : null } : {}),
    };
  });
}

/** The documents of the index that a search through the alias finds; null: unknown. */
export const shownBy = ({ documents, shown }: Pick<AliasTarget, 'documents' | 'shown'>): number | null =>
  shown === undefined ? documents : shown;

export const toAliasState = (targets: readonly Pick<AliasTarget, 'index' | 'uuid' | 'membership'>[]): AliasState =>
  targets.map(({ index, uuid, membership }) => ({ index, uuid, membership }));

/** Whether both have the same indices (by uuid) with the same memberships, in any order. */
export function isSameState(a: AliasState, b: AliasState): boolean {
  return (
    a.length === b.length &&
    a.every((one) =>
      b.some(
        (other) =>
          other.index === one.index && other.uuid === one.uuid && isSameMembership(other.membership, one.membership),
      ),
    )
  );
}

export const describeState = (state: AliasState): string =>
  state.length === 0 ? 'nothing' : state.map(({ index }) => index).join(', ');
