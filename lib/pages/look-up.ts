import { compareDocuments, type FoundSource } from '../comparing/compare-documents.ts';
import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import type { ComparedDocument } from '../contract/compared-document.ts';
import type { LookedUpDocumentQuery, LookUpQuery } from '../contract/look-up.ts';
import type { FailedSide, FoundSide, LookedUp, LookedUpSide } from '../contract/looked-up.ts';
import { findByIds } from '../elasticsearch/read/find-by-ids.ts';
import { clauseOf, MAX_SEARCH_BYTES } from '../elasticsearch/read/search-documents.ts';
import { AppError, isAppError } from '../errors.ts';
import { formatBytes } from '../format.ts';
import { inspectQuery } from '../looking-up/inspect-query.ts';
import { matchSides, type SideToMatch } from '../looking-up/match-sides.ts';
import { readKnown, searchSide, type SideSearch } from '../looking-up/search-side.ts';
import { titleOf } from '../looking-up/title.ts';
import { findSearchedIndex, type NamedIndex } from './searched-index.ts';

/** Shorter than a page waits for its route. */
const TIMEOUT_MS = 17_000;

/**
 * The first documents of a query in one index or two, and where each is on the other side. What costs the cluster much is
 * not searched until it is confirmed. A side that can't be searched does not hide the other one. `clusters`: of both sides, where
 * they are not of the page's cluster. Throws `invalid_input`.
 */
export async function lookUp(
  cluster: ConfiguredCluster,
  asked: LookUpQuery,
  signal: AbortSignal,
  clusters: Clusters = { left: cluster, right: cluster },
): Promise<LookedUp> {
  const { query, costs } = inspectQuery(asked.kind, asked.query);
  const confirmed = asked.confirmed === 'yes';
  if (costs.length > 0 && !confirmed) return { state: 'costly', costs };
  const clause = clauseOf(query, { leadingWildcard: confirmed });
  const limited = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const search = { page: cluster, clause, signal: limited, cancelled: signal, withFields: query.kind === 'words' };
  const [left, right] = await Promise.all([
    readSide(search, clusters.left, asked.left),
    asked.right === undefined ? null : readSide(search, clusters.right, asked.right),
  ]);
  const verdicts = await verdictsOf(search, left, right);
  return {
    state: 'found',
    left: shownSide(left, verdicts?.left),
    right: right === null ? null : shownSide(right, verdicts?.right),
    fields: query.kind === 'words' ? { left: fieldsOf(left), right: right === null ? null : fieldsOf(right) } : null,
  };
}

interface Clusters {
  left: ConfiguredCluster;
  right: ConfiguredCluster;
}

interface Search {
  /** The cluster of the page. */
  page: ConfiguredCluster;
  clause: object;
  /** With the time limit. */
  signal: AbortSignal;
  /** Of the person alone. */
  cancelled: AbortSignal;
  withFields: boolean;
}

type ReadSide = (SideSearch & { cluster: ConfiguredCluster; named: NamedIndex; state: 'read' }) | FailedSide;

async function readSide(search: Search, cluster: ConfiguredCluster, name: string): Promise<ReadSide> {
  try {
    const named = await findSearchedIndex(cluster, name, search.signal);
    const found = await searchSide(clusterConnection(cluster.key), named, search.clause, search);
    return { state: 'read', cluster, named, ...found };
  } catch (error) {
    if (search.cancelled.aborted || !isAppError(error)) throw error;
    const { hint = null, message } = search.signal.aborted ? tooLong() : error;
    return { state: 'failed', name, message: onCluster(cluster, search.page, message), hint };
  }
}

/** A sentence about another cluster than that of the page names it. */
const onCluster = (cluster: ConfiguredCluster, page: ConfiguredCluster, sentence: string): string =>
  cluster.key === page.key ? sentence : `${cluster.name}: ${sentence}`;

const tooLong = () =>
  new AppError('timed_out', 'The cluster did not answer in time.', {
    hint: 'Name a field, or use fewer words. Check the cluster’s health.',
  });

/** null: there are not two sides to match. */
async function verdictsOf(search: Search, left: ReadSide, right: ReadSide | null) {
  if (left.state === 'failed' || right === null || right.state === 'failed') return null;
  const ids = [...new Set([...left.found.hits, ...right.found.hits].map(({ id }) => id))];
  const known = async ({ cluster, named, found: { hits } }: typeof left): Promise<SideToMatch> => ({
    hits,
    ...(await readKnown(clusterConnection(cluster.key), named, ids, search.clause, search.signal).catch(
      (error: unknown) => {
        if (search.cancelled.aborted || !isAppError(error)) throw error;
        return { known: [], incomplete: 'the cluster did not answer in time' };
      },
    )),
  });
  const [one, other] = await Promise.all([known(left), known(right)]);
  return { left: matchSides(one, other), right: matchSides(other, one) };
}

function shownSide(side: ReadSide, verdicts: ReturnType<typeof matchSides> | undefined): LookedUpSide {
  if (side.state === 'failed') return side;
  const { named, found } = side;
  return {
    state: 'found',
    index: named.index,
    alias: named.alias,
    live: named.live,
    tookMs: found.tookMs,
    total: { value: found.total.value, exact: found.total.exact && !found.timedOut && found.shards.failed === 0 },
    timedOut: found.timedOut,
    shards: found.shards,
    hits: found.hits.map(({ id, routing, type, score, source }, place) => ({
      rank: place + 1,
      id,
      routing,
      type,
      title: titleOf(source),
      score,
      other: verdicts?.[place] ?? null,
    })),
  } satisfies FoundSide;
}

const fieldsOf = (side: ReadSide): string[] | null => (side.state === 'failed' ? null : side.defaultFields);

/** One document of both sides as a search finds it, field by field; of one side: the document. */
export async function loadLookedUpDocument(
  cluster: ConfiguredCluster,
  { left, right, id, routing }: LookedUpDocumentQuery,
  signal: AbortSignal,
  clusters: Clusters = { left: cluster, right: cluster },
): Promise<ComparedDocument> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const read = async (of: ConfiguredCluster, name: string): Promise<FoundSource> => {
    try {
      return await findSource(of, name, { id, routing }, limited);
    } catch (error) {
      if (signal.aborted || !isAppError(error)) throw error;
      return { why: onCluster(of, cluster, limited.aborted ? tooLong().message : error.message) };
    }
  };
  const none: FoundSource = { source: null, changedSince: null };
  const [one, other] = await Promise.all([
    read(clusters.left, left),
    right === undefined ? none : read(clusters.right, right),
  ]);
  return compareDocuments(one, other);
}

async function findSource(
  cluster: ConfiguredCluster,
  name: string,
  { id, routing }: Pick<LookedUpDocumentQuery, 'id' | 'routing'>,
  signal: AbortSignal,
): Promise<FoundSource> {
  const { path } = await findSearchedIndex(cluster, name, signal);
  const { hits, incomplete } = await findByIds(clusterConnection(cluster.key), path, [id], {
    clause: { match_all: {} },
    keep: (source) => Buffer.from(source),
    signal,
  });
  const found = hits.filter((hit) => hit.routing === (routing ?? null));
  if (found.length > 1) return { why: 'the index has several documents of this id, in different types' };
  if (found[0] === undefined)
    return incomplete === null ? { source: null, changedSince: null } : { why: `not found: ${incomplete}` };
  if (found[0].content === null)
    return {
      why:
        incomplete !== null
          ? `not read: ${incomplete}`
          : `its source is not shown: it has more than ${formatBytes(MAX_SEARCH_BYTES)}, or the index keeps no sources`,
    };
  return { source: found[0].content, changedSince: null };
}
