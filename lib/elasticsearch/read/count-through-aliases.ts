import { isNarrowed } from '../../contract/documents-shown.ts';
import type { AliasMembership, IndexSummary } from '../../contract/indices.ts';
import { isAppError } from '../../errors.ts';
import type { Cluster, ClusterRequest } from '../client/cluster.ts';
import { sumOrNull } from '../../sum-or-null.ts';
import { anything, count, flag, listOf, object, optional, type Shape } from '../client/shape.ts';

/**
 * So many aliases with a filter or a search routing are counted in one listing; one index can have thousands (an alias for
 * each customer), and a page polls every few seconds. Of the others the number is unknown.
 */
const MAX_COUNTED = 300;

interface SearchResponse {
  timed_out?: boolean;
  _shards?: { failed?: number };
  hits?: { total?: number };
  error?: unknown;
}

const searches: Shape<{ responses: SearchResponse[] }> = object({
  responses: listOf(
    object({
      timed_out: optional(flag),
      _shards: optional(object({ failed: optional(count) })),
      hits: optional(object({ total: optional(count) })),
      error: optional(anything),
    }),
  ),
});

type RequestOptions = Pick<ClusterRequest, 'idempotent' | 'timeoutMs' | 'signal'>;

interface Counted {
  index: string;
  membership: AliasMembership;
}

/**
 * Adds to each index the documents that a search through its aliases with a filter or a search routing finds, by one
 * request. Counts those of the `requested` aliases first.
 */
export async function countThroughAliases(
  cluster: Cluster,
  indices: readonly IndexSummary[],
  requested: readonly string[],
  signal?: AbortSignal,
): Promise<IndexSummary[]> {
  const all = indices.flatMap((index) =>
    index.aliases.filter(isNarrowed).map((membership) => ({ index: index.name, membership, known: index.documents })),
  );
  if (all.length === 0) return [...indices];
  const isFirst = ({ membership }: Counted) => requested.includes(membership.alias);
  const countable = all.filter(({ known }) => known !== null);
  const chosen = [...countable.filter(isFirst), ...countable.filter((each) => !isFirst(each))].slice(0, MAX_COUNTED);
  const counts = await countEach(cluster, chosen, signal);
  return indices.map((index) => {
    const narrowed = index.aliases
      .filter(isNarrowed)
      .map(({ alias }) => ({ alias, documents: counts.get(keyOf(index.name, alias)) ?? null }));
    return narrowed.length === 0 ? index : { ...index, narrowed };
  });
}

/** The documents of one index that a search through this alias would find; null: unknown. */
export async function countThrough(
  cluster: Cluster,
  index: string,
  membership: AliasMembership,
  signal?: AbortSignal,
): Promise<number | null> {
  return (await countEach(cluster, [{ index, membership }], signal)).get(keyOf(index, membership.alias)) ?? null;
}

const SHORT_MS = 5_000;

/** The documents that an alias of these memberships shows at this moment; null: unknown. Asks once, and waits little. */
export async function countNow(
  cluster: Cluster,
  memberships: readonly Counted[],
  signal?: AbortSignal,
): Promise<number | null> {
  try {
    return sumOrNull([
      ...(await countEach(cluster, memberships, signal, { idempotent: false, timeoutMs: SHORT_MS })).values(),
    ]);
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

/** Neither can contain a line break. */
const keyOf = (index: string, alias: string): string => `${index}\n${alias}`;

async function countEach(
  cluster: Cluster,
  counted: readonly Counted[],
  signal?: AbortSignal,
  options: RequestOptions = { idempotent: true },
): Promise<Map<string, number | null>> {
  if (counted.length === 0) return new Map();
  const responses = await search(cluster, counted, { ...options, signal });
  return new Map(
    counted.map(({ index, membership }, position) => [keyOf(index, membership.alias), totalOf(responses?.[position])]),
  );
}

function totalOf(response: SearchResponse | undefined): number | null {
  if (response === undefined || response.error !== undefined || response.timed_out === true) return null;
  return (response._shards?.failed ?? 0) > 0 ? null : (response.hits?.total ?? null);
}

/** Null: searching is forbidden to this user. */
async function search(
  cluster: Cluster,
  counted: readonly Counted[],
  options: RequestOptions,
): Promise<SearchResponse[] | null> {
  const lines = counted.flatMap(({ index, membership: { filter, searchRouting } }) => [
    { index, ...(searchRouting === undefined ? {} : { routing: searchRouting }) },
    { size: 0, track_total_hits: true, query: filter ?? { match_all: {} } },
  ]);
  try {
    const { responses } = await cluster.request({
      method: 'POST',
      path: '/_msearch',
      query: {
        rest_total_hits_as_int: true,
        filter_path:
          'responses.timed_out,responses._shards.failed,responses.hits.total,responses.error.type,responses.status',
      },
      ndjson: Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
      shape: searches,
      ...options,
      responseSize: 'list',
    });
    return responses;
  } catch (error) {
    if (
      isAppError(error) &&
      (error.code === 'forbidden' || error.code === 'blocked' || [400, 500, 503].includes(Number(error.details.status)))
    )
      return null;
    throw error;
  }
}
