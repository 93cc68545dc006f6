import type { ConfiguredCluster } from '../../config.ts';
import type { FoundObject } from '../../contract/find.ts';
import { groupOfIndex } from '../../contract/index-group.ts';
import type { ClusterIndices } from '../../contract/indices.ts';
import { oncePerObject } from '../../once-per-object.ts';
import { comparable } from '../../present/match-names.ts';
import { namesInListing, type NamedAlias, type NamedIndex } from '../../present/names-in-listing.ts';
import { forEachInSteps, runInSlices, type Steps } from '../../slices.ts';
import { sumOrNull } from '../../sum-or-null.ts';
import { adderTo, type Matches, type Wanted } from './matches.ts';

const namesOf = oncePerObject((listing: ClusterIndices) => runInSlices(namesInListing(listing)));

/**
 * The aliases and indices of one listing that match. Aliases with an open incident about them (`troubled`) are first, also those that
 * are missing in the listing, then those with short names; indices with an alias are first, then new ones.
 */
export async function findIndices(
  cluster: ConfiguredCluster,
  listing: ClusterIndices,
  wanted: Wanted,
  signal: AbortSignal,
  troubled: ReadonlySet<string> = new Set(),
): Promise<{ alias: Matches; index: Matches }> {
  const names = await namesOf(listing);
  return runInSlices(matching(cluster.key, names, wanted, troubled), signal);
}

function* matching(
  cluster: string,
  names: { aliases: NamedAlias[]; indices: NamedIndex[] },
  wanted: Wanted,
  troubled: ReadonlySet<string>,
): Steps<{ alias: Matches; index: Matches }> {
  const [alias, index] = [adderTo('alias', wanted), adderTo('index', wanted)];
  yield* forEachInSteps(names.aliases, (each) =>
    alias.add({ name: each.name, rank: rankOfAlias(each, troubled), object: () => aliasOf(cluster, each) }),
  );
  for (const name of troubled) {
    if (names.aliases.some((each) => each.alias === name)) continue;
    const missing = { alias: name, name: comparable(name), indices: [] };
    alias.add({ name: missing.name, rank: rankOfAlias(missing, troubled), object: () => aliasOf(cluster, missing) });
  }
  yield* forEachInSteps(names.indices, (each) =>
    index.add({
      name: each.name,
      besides: each.besides,
      rank: rankOfIndex(each),
      object: () => indexOf(cluster, each),
    }),
  );
  return { alias: alias.matches, index: index.matches };
}

const rankOfAlias = ({ alias, name }: NamedAlias, troubled: ReadonlySet<string>): string =>
  `${troubled.has(alias) ? '0' : '1'}${String.fromCharCode(name.length)}${name}`;

/** Milliseconds, below zero: the newest is first. An index with an alias is before every other one. */
const rankOfIndex = ({ at, index: { aliases } }: NamedIndex): number => (aliases.length > 0 ? -1e15 : 0) - at;

const aliasOf = (cluster: string, { alias, indices }: NamedAlias): FoundObject => ({
  kind: 'alias',
  cluster,
  name: alias,
  indices: indices.length,
  index: indices[0]?.name ?? null,
  documents: indices.length === 0 ? null : sumOrNull(indices.map(({ documents }) => documents)),
});

const indexOf = (cluster: string, { index: { aliases, documents, name, state } }: NamedIndex): FoundObject => ({
  kind: 'index',
  cluster,
  name,
  state,
  documents,
  aliases: aliases.length,
  group: aliases[0]?.alias ?? groupOfIndex(name),
});
