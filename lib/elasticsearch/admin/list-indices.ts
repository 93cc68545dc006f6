import { at, entriesOf, namesOf } from '../../contract/by-name.ts';
import type { ClusterIdentity } from '../../contract/cluster.ts';
import type { ClusterIndices, IndexSummary } from '../../contract/indices.ts';
import { isAppError } from '../../errors.ts';
import { runInSlices, mapInSteps, sortInSteps } from '../../slices.ts';
import type { Cluster } from '../client/cluster.ts';
import { countByIndex } from '../read/count-by-index.ts';
import { countThroughAliases } from '../read/count-through-aliases.ts';
import { capabilitiesOf } from '../capabilities.ts';
import {
  MAX_PATH_CHARACTERS,
  readIndexResponses,
  excluding,
  type IndexResponses,
  type IndexScope,
} from './index-responses.ts';
import { readIndexBlocks, type IndexBlocks } from './index-blocks.ts';
import { compareNames, rawIndices, summariseIndex } from './summarise-index.ts';

/**
 * Every open and closed index except dot-indices, in six requests whatever their number; one more counts through aliases
 * with a filter or a search routing.
 *
 * `documents` are top-level documents, as a search or `_count` counts them. `_cat/indices` and `_stats` count as Lucene
 * does: one document with three nested ones is four (tried on 6.8 and 8.19). So one search with a terms aggregation on
 * `_index` counts (count-by-index.ts); it needs the `read` privilege. Null where it cannot count: closed, red, under a read
 * block, frozen, or the search is forbidden.
 *
 * One index under a metadata block makes the server refuse `_settings`, `_alias` and `_stats` for all of them (403). Such
 * indices are read from the cluster state instead: their aliases come without filter and routing, their sizes are unknown.
 */
export async function listIndices(cluster: Cluster, signal?: AbortSignal): Promise<ClusterIndices> {
  return list(cluster, null, [], signal);
}

/**
 * The existing indices of these names: indices, and the indices of aliases and patterns. A plan for one alias reads only
 * these, however many indices the cluster has. Lists every index where the names are too many, or where an index is under a
 * metadata block, which would make the server refuse the whole request.
 */
export async function listNamed(
  cluster: Cluster,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ClusterIndices> {
  const expression = names.map((name) => encodeURIComponent(name).replaceAll('%2A', '*')).join(',');
  const some = names.length === 0 || expression.length > MAX_PATH_CHARACTERS ? null : expression;
  return list(cluster, some, names, signal);
}

async function list(
  cluster: Cluster,
  some: string | null,
  requested: readonly string[],
  signal?: AbortSignal,
): Promise<ClusterIndices> {
  const takenAt = new Date().toISOString();
  const identity = await cluster.identity(signal);
  const blocks = await readIndexBlocks(cluster, signal);
  const selection: Selection = some === null || blocks.metadataUnreadable.size > 0 ? {} : { some };
  const { indices, onDotIndices } = await readSummaries(cluster, identity, blocks, selection, signal);
  return { takenAt, indices: await countThroughAliases(cluster, indices, requested, signal), onDotIndices };
}

/** The requested indices, encoded. Neither: every index. */
interface Selection {
  /** The name of one index. */
  one?: string;
  /** Names and patterns, some of which may match nothing. */
  some?: string;
  /** Also a dot-index. */
  dots?: boolean;
}

/** The same for one index, by its concrete name; null: no such index (the name may be an alias). */
export const findIndex = (cluster: Cluster, name: string, signal?: AbortSignal): Promise<IndexSummary | null> =>
  find(cluster, name, false, signal);

/** As `findIndex`, also for a dot-index, which no list has. */
export const findAnyIndex = (cluster: Cluster, name: string, signal?: AbortSignal): Promise<IndexSummary | null> =>
  find(cluster, name, true, signal);

async function find(cluster: Cluster, name: string, dots: boolean, signal?: AbortSignal): Promise<IndexSummary | null> {
  const identity = await cluster.identity(signal);
  const blocks = await readIndexBlocks(cluster, signal);
  try {
    const { indices } = await readSummaries(cluster, identity, blocks, { one: encodeURIComponent(name), dots }, signal);
    return indices.find((index) => index.name === name) ?? null;
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return null;
    throw error;
  }
}

async function readSummaries(
  cluster: Cluster,
  identity: ClusterIdentity,
  blocks: IndexBlocks,
  selection: Selection,
  signal?: AbortSignal,
): Promise<Omit<ClusterIndices, 'takenAt'>> {
  const { one = null, some = null, dots = false } = selection;
  const { hiddenIndices } = capabilitiesOf(identity);
  const unreadable = restrictTo(blocks.metadataUnreadable, one);
  const scope: IndexScope = {
    one,
    readable: some ?? excluding(one ?? '*', unreadable),
    mayBeMissing: some !== null,
    unreadable,
    hiddenIndices,
  };
  const responses = await readIndexResponses(cluster, scope, signal);
  const raw = await runInSlices(rawIndices(responses, dots), signal);
  const documentsOf = await countByIndex(
    cluster,
    {
      names: raw.map(({ name }) => name).filter((name) => isSearchable(name, responses, blocks)),
      uuidOf: (name) => at(responses.settings, name)?.settings['index.uuid'],
      stats: responses.stats,
      allSearchable: excluding(one ?? '*,-.*', restrictTo(blocks.unsearchable, one)),
      useCache: one === null && some === null,
      hiddenIndices: scope.hiddenIndices,
    },
    signal,
  );
  const summaries = mapInSteps(raw, (index) => summariseIndex(index, responses, blocks, documentsOf));
  const indices = sortInSteps(await runInSlices(summaries, signal), (a, b) => compareNames(a.name, b.name));
  return { indices: await runInSlices(indices, signal), onDotIndices: aliasesOnDotIndices(responses) };
}

/** The names within the selection. `one`: encoded; null: all. */
const restrictTo = (names: ReadonlySet<string>, one: string | null): ReadonlySet<string> =>
  one === null ? names : new Set([...names].filter((index) => encodeURIComponent(index) === one));

/** No other index can be counted, and one under a read block makes the server refuse the whole search. */
const isSearchable = (name: string, { health }: IndexResponses, blocks: IndexBlocks): boolean =>
  !blocks.closed.has(name) && !blocks.unsearchable.has(name) && at(health, name) !== 'red';

const aliasesOnDotIndices = ({ aliases }: IndexResponses): ClusterIndices['onDotIndices'] =>
  entriesOf(aliases)
    .filter(([index]) => index.startsWith('.'))
    .flatMap(([index, { aliases: byAlias }]) =>
      namesOf(byAlias)
        .filter((alias) => !alias.startsWith('.'))
        .map((alias) => ({ alias, index })),
    );
