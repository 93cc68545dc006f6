import { dateOfIndex, groupOfIndex } from '../contract/index-group.ts';
import { isDrillIndex } from '../contract/drill-index.ts';
import type { ClusterIndices, IndexSummary } from '../contract/indices.ts';
import { indexParts } from '../index-parts.ts';
import { forEachInSteps, type Steps } from '../slices.ts';
import { comparable } from './match-names.ts';

/** What is searched of an index: its name, and the date as pages show it. */
export interface NamedIndex {
  index: IndexSummary;
  name: string;
  besides: string;
  /** ISO; "": unknown. */
  date: string;
}

export interface NamedAlias {
  alias: string;
  name: string;
  /** The indices that it points to, at least one. */
  indices: IndexSummary[];
}

/** The names in a listing, made comparable: once for each listing, since one can have 20,000. Pure. */
export function* namesInListing({ indices }: ClusterIndices): Steps<{ aliases: NamedAlias[]; indices: NamedIndex[] }> {
  const aliases = new Map<string, NamedAlias>();
  const named: NamedIndex[] = [];
  yield* forEachInSteps(indices, (index) => {
    named.push(nameOf(index));
    // An index template may attach it to an alias for a moment.
    if (isDrillIndex(index.name)) return;
    for (const { alias } of index.aliases) {
      const known = aliases.get(alias);
      if (known === undefined) aliases.set(alias, { alias, name: comparable(alias), indices: [index] });
      else known.indices.push(index);
    }
  });
  return { aliases: [...aliases.values()], indices: named };
}

function nameOf(index: IndexSummary): NamedIndex {
  const { name, state } = index;
  const shown = groupOfIndex(name) === null ? '' : (indexParts(name).date ?? '').toLowerCase();
  return {
    index,
    name: comparable(name),
    besides: state === 'closed' ? `${shown} closed` : shown,
    date: dateOfIndex(index) ?? '',
  };
}
