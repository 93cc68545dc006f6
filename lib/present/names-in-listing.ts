import { LRUCache } from 'lru-cache';
import { dateOfIndex, groupOfIndex } from '../contract/index-group.ts';
import { isDrillIndex } from '../contract/drill-index.ts';
import type { ClusterIndices, IndexSummary } from '../contract/indices.ts';
import { formatUtcShort } from '../format.ts';
import { forEachInSteps, type Steps } from '../slices.ts';
import { comparable } from './match-names.ts';

/** What is searched of an index: its name, and the date as pages show it. */
export interface NamedIndex {
  index: IndexSummary;
  name: string;
  besides: string;
  /** Milliseconds; 0: unknown. */
  at: number;
}

export interface NamedAlias {
  alias: string;
  name: string;
  /** The indices that it points to, at least one where it is in a listing. */
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
  const { name, at, shown } = partsOf(index);
  return { index, name, besides: index.state === 'closed' ? `${shown} closed` : shown, at };
}

interface Parts {
  name: string;
  shown: string;
  at: number;
}

/** By name: the next listing has nearly the same ones. */
const known = new LRUCache<string, Parts>({ max: 100_000 });

function partsOf(index: IndexSummary): Parts {
  const before = known.get(index.name);
  if (before !== undefined) return before;
  const isDated = groupOfIndex(index.name) !== null;
  const date = dateOfIndex(index);
  const parts = {
    name: comparable(index.name),
    shown: isDated && date !== null ? formatUtcShort(date, Date.now()).toLowerCase() : '',
    at: date === null ? 0 : Date.parse(date),
  };
  // Otherwise its date is that of its creation: another index may get its name.
  if (isDated) known.set(index.name, parts);
  return parts;
}
