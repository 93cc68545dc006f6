import { at, byName, entriesOf, type ByName } from '../../contract/by-name.ts';
import type { IndexMarks, ShardMark } from '../../contract/shard-marks.ts';
import type { Cluster } from '../client/cluster.ts';
import { nullIfForbidden } from '../client/response-error.ts';
import { count, flag, listOf, named, number, object, optional, record, text } from '../client/shape.ts';

/** Names in one address: servers limit its length. */
const NAMES_AT_ONCE = 50;

const copyShape = object({
  routing: object({ primary: flag, state: text }),
  docs: object({ count }),
  seq_no: optional(object({ max_seq_no: number, global_checkpoint: number })),
});

const statsShape = object({
  indices: named(object({ uuid: text, shards: optional(named(listOf(copyShape))) })),
});

/**
 * The marks of open indices, by name; one that is closed, or has a primary that is not started, is left out. The indices
 * are refreshed first, so that the documents are all counted. Throws AppError `forbidden` without `maintenance` and `monitor`.
 */
export async function readIndexMarks(
  cluster: Cluster,
  indices: readonly string[],
  signal?: AbortSignal,
): Promise<ByName<IndexMarks>> {
  const marks: [string, IndexMarks][] = [];
  for (const path of pathsOf(indices)) {
    await refresh(cluster, path, signal);
    marks.push(...(await readSome(cluster, path, signal)));
  }
  return byName(marks);
}

/** The same without a refresh: `documents` are then as of each shard's last one. Throws AppError `forbidden` without `monitor`. */
export async function readIndexMarksUnrefreshed(
  cluster: Cluster,
  index: string,
  signal?: AbortSignal,
): Promise<IndexMarks | null> {
  const marks = await readSome(cluster, encodeURIComponent(index), signal);
  return marks.find(([name]) => name === index)?.[1] ?? null;
}

function pathsOf(indices: readonly string[]): string[] {
  const paths: string[] = [];
  for (let from = 0; from < indices.length; from += NAMES_AT_ONCE)
    paths.push(
      indices
        .slice(from, from + NAMES_AT_ONCE)
        .map(encodeURIComponent)
        .join(','),
    );
  return paths;
}

const refresh = (cluster: Cluster, path: string, signal: AbortSignal | undefined) =>
  cluster.request({
    method: 'POST',
    path: `/${path}/_refresh`,
    query: { ignore_unavailable: true, expand_wildcards: 'none' },
    shape: object({ _shards: object({ total: count }) }),
    idempotent: true,
    signal,
    timeoutMs: 120_000,
  });

async function readSome(
  cluster: Cluster,
  path: string,
  signal: AbortSignal | undefined,
): Promise<[string, IndexMarks][]> {
  const [stats, terms] = await Promise.all([
    cluster.request({
      method: 'GET',
      path: `/${path}/_stats/docs`,
      query: { level: 'shards', ignore_unavailable: true },
      shape: statsShape,
      signal,
      responseSize: 'list',
    }),
    readPrimaryTerms(cluster, path, signal),
  ]);
  return entriesOf(stats.indices).flatMap(([index, { uuid, shards }]): [string, IndexMarks][] => {
    const primaries = entriesOf(shards).map(([shard, copies]) => markOf(Number(shard), copies, at(terms, index) ?? []));
    if (primaries.length === 0 || primaries.includes(null)) return [];
    return [[index, { index, uuid, shards: (primaries as ShardMark[]).sort((a, b) => a.shard - b.shard) }]];
  });
}

function markOf(
  shard: number,
  copies: readonly {
    routing: { primary: boolean; state: string };
    docs: { count: number };
    seq_no: { max_seq_no: number; global_checkpoint: number } | undefined;
  }[],
  terms: readonly (number | undefined)[],
): ShardMark | null {
  const primary = copies.find(({ routing }) => routing.primary && routing.state === 'STARTED');
  if (primary?.seq_no === undefined) return null;
  return {
    shard,
    documents: primary.docs.count,
    maxSeqNo: primary.seq_no.max_seq_no,
    globalCheckpoint: primary.seq_no.global_checkpoint,
    primaryTerm: terms[shard] ?? null,
  };
}

/** By index: the term of each shard's primary, which grows when another copy becomes the primary. null: not readable. */
async function readPrimaryTerms(
  cluster: Cluster,
  path: string,
  signal: AbortSignal | undefined,
): Promise<ByName<(number | undefined)[]> | null> {
  const state = await nullIfForbidden(
    cluster.request({
      method: 'GET',
      path: `/_cluster/state/metadata/${path}`,
      query: { filter_path: 'metadata.indices.*.primary_terms', ignore_unavailable: true },
      shape: object({
        metadata: optional(object({ indices: optional(named(object({ primary_terms: optional(record(count)) }))) })),
      }),
      signal,
      responseSize: 'list',
    }),
  );
  if (state === null) return null;
  return byName(
    entriesOf(state.metadata?.indices).map(
      ([index, { primary_terms: terms = {} }]): [string, (number | undefined)[]] => {
        const list: (number | undefined)[] = [];
        for (const [shard, term] of Object.entries(terms)) list[Number(shard)] = term;
        return [index, list];
      },
    ),
  );
}
