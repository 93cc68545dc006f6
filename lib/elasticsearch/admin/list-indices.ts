import { at, entriesOf, namesOf } from '../../contract/by-name.ts';
import type { ClusterIdentity } from '../../contract/cluster.ts';
import type { ClusterIndices, IndexSummary } from '../../contract/indices.ts';
import { isAppError } from '../../errors.ts';
import { runInSlices, mapped, sorted } from '../../slices.ts';
import type { Cluster } from '../client/cluster.ts';
import { countDocuments } from '../read/count-documents.ts';
import { capabilitiesOf } from '../capabilities.ts';
import {
  MAX_PATH_CHARACTERS,
  readIndexResponses,
  without,
  type IndexResponses,
  type IndexScope,
} from './index-responses.ts';
import { readIndexBlocks, type IndexBlocks } from './index-blocks.ts';
import { compareNames, describedIndices, summariseIndex } from './summarise-index.ts';

/**
 * Every open and closed index but the dot-indices, in six requests whatever their number.
 *
 * `documents` are top-level documents, what a search or `_count` says. The counts of `_cat/indices` and `_stats` are
 * Lucene's: one document with three nested ones is four there (tried on 6.8 and 8.19). So one search with a terms
 * aggregation on `_index` counts (count-documents.ts); it needs the `read` privilege. Null where it could not count:
 * closed, red, under a read block, frozen, or the search forbidden.
 *
 * One index under a metadata block makes the server refuse `_settings`, `_alias` and `_stats` for all of them (403);
 * such indices are told from the cluster state, by name: their aliases come without filter and routing, their sizes
 * are unknown.
 */
export async function listIndices(cluster: Cluster, signal?: AbortSignal): Promise<ClusterIndices> {
  return list(cluster, null, signal);
}

/**
 * Those of the names that there are: indices, and what aliases and patterns stand for. A plan about one alias asks for no
 * more, however many indices there are. It lists every index where names are many, or one of them may be under a
 * metadata block, which refuses the whole request.
 */
export async function listNamed(
  cluster: Cluster,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ClusterIndices> {
  const expression = names.map((name) => encodeURIComponent(name).replaceAll('%2A', '*')).join(',');
  return list(cluster, names.length === 0 || expression.length > MAX_PATH_CHARACTERS ? null : expression, signal);
}

async function list(cluster: Cluster, some: string | null, signal?: AbortSignal): Promise<ClusterIndices> {
  const takenAt = new Date().toISOString();
  const identity = await cluster.identity(signal);
  const blocks = await readIndexBlocks(cluster, signal);
  const asked: Asked = some === null || blocks.metadataUnreadable.size > 0 ? {} : { some };
  return { takenAt, ...(await gather(cluster, identity, blocks, asked, signal)) };
}

/** What is asked for, encoded; neither: every index. */
interface Asked {
  /** The name of one index. */
  one?: string;
  /** Names and patterns, some of which may stand for nothing. */
  some?: string;
}

/** The same for one index, by its concrete name; null where there is none (also where the name is an alias). */
export async function findIndex(cluster: Cluster, name: string, signal?: AbortSignal): Promise<IndexSummary | null> {
  const identity = await cluster.identity(signal);
  const blocks = await readIndexBlocks(cluster, signal);
  try {
    const { indices } = await gather(cluster, identity, blocks, { one: encodeURIComponent(name) }, signal);
    return indices.find((index) => index.name === name) ?? null;
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return null;
    throw error;
  }
}

async function gather(
  cluster: Cluster,
  identity: ClusterIdentity,
  blocks: IndexBlocks,
  asked: Asked,
  signal?: AbortSignal,
): Promise<Omit<ClusterIndices, 'takenAt'>> {
  const { one = null, some = null } = asked;
  const { hiddenIndices } = capabilitiesOf(identity);
  const unreadable = within(blocks.metadataUnreadable, one);
  const scope: IndexScope = {
    one,
    readable: some ?? without(one ?? '*', unreadable),
    mayLack: some !== null,
    unreadable,
    hiddenIndices,
  };
  const answers = await readIndexResponses(cluster, scope, signal);
  const described = await runInSlices(describedIndices(answers), signal);
  const documentsOf = await countDocuments(
    cluster,
    {
      names: described.map(({ name }) => name).filter((name) => isSearchable(name, answers, blocks)),
      uuidOf: (name) => at(answers.settings, name)?.settings['index.uuid'],
      stats: answers.stats,
      everything: without(one ?? '*,-.*', within(blocks.unsearchable, one)),
      remember: one === null && some === null,
      hiddenIndices: scope.hiddenIndices,
    },
    signal,
  );
  const summaries = mapped(described, (index) => summariseIndex(index, answers, blocks, documentsOf));
  const indices = sorted(await runInSlices(summaries, signal), (a, b) => compareNames(a.name, b.name));
  return { indices: await runInSlices(indices, signal), onDotIndices: aliasesOnDotIndices(answers) };
}

/** Those of the names that are asked for. */
const within = (names: ReadonlySet<string>, one: string | null): ReadonlySet<string> =>
  one === null ? names : new Set([...names].filter((index) => encodeURIComponent(index) === one));

/** Of any other no count can be known, and a read block refuses the search for all indices it names. */
const isSearchable = (name: string, { health }: IndexResponses, blocks: IndexBlocks): boolean =>
  !blocks.closed.has(name) && !blocks.unsearchable.has(name) && at(health, name) !== 'red';

const aliasesOnDotIndices = ({ aliases }: IndexResponses): ClusterIndices['onDotIndices'] =>
  entriesOf(aliases)
    .filter(([index]) => index.startsWith('.'))
    .flatMap(([index, { aliases: carried }]) =>
      namesOf(carried)
        .filter((alias) => !alias.startsWith('.'))
        .map((alias) => ({ alias, index })),
    );
