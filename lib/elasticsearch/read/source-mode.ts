import { at, entriesOf, namesOf, type ByName } from '../../contract/by-name.ts';
import { isAppError } from '../../errors.ts';
import type { Cluster } from '../client/cluster.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { anything, named, flag, listOf, object, optional, someNamed, text } from '../client/shape.ts';

export type SourceMode = 'stored' | 'disabled' | 'synthetic' | 'filtered' | 'vectors-apart';

interface SourceMapping {
  enabled?: boolean | string;
  mode?: string;
  includes?: string[];
  excludes?: string[];
}

/**
 * How each index keeps its documents' sources: whole, not at all, made up from its fields, with parts left out, or with
 * its vectors put back in rounded (9.2).
 */
export async function readSourceModes(
  cluster: Cluster,
  indices: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, SourceMode>> {
  const modes = new Map<string, SourceMode>();
  const all = indices.length > MANY ? await definitionsOf(cluster, '*', signal).catch(nullWhereBlocked) : null;
  for (let from = 0; from < indices.length; from += 40) {
    const some = indices.slice(from, from + 40);
    const described = all ?? (await definitionsOf(cluster, some.map(encodeURIComponent).join(','), signal));
    for (const index of some) {
      const { mappings, settings } = at(described, index) ?? {};
      modes.set(index, modeOf(mappings, settings?.index.mapping?.source?.mode));
    }
    if (!capabilitiesOf(await cluster.identity(signal)).vectorsOutsideSource) continue;
    for (const index of some)
      if (modes.get(index) === 'stored' && (await keepsVectorsApart(cluster, index, signal)))
        modes.set(index, 'vectors-apart');
  }
  return modes;
}

/** So many are asked for by one pattern: by their names they would be hundreds of requests. */
const MANY = 400;

/** Of all that matches, only what tells how sources are kept. */
const definitionsOf = (cluster: Cluster, path: string, signal?: AbortSignal) =>
  cluster.request({
    method: 'GET',
    path: `/${path}`,
    query: {
      filter_path: '*.mappings._source,*.mappings.*._source,*.settings.index.uuid,*.settings.index.mapping.source.mode',
    },
    answer: someNamed(definition),
    signal,
    size: 'list',
  });

/** One index under a metadata block, of all there are, refuses the request. */
function nullWhereBlocked(error: unknown): null {
  if (isAppError(error) && (error.code === 'blocked' || error.code === 'forbidden')) return null;
  throw error;
}

/** The settings tell no default for it (tried on 9.2.0), so a document that has a vector is asked for: where they are apart, it comes without. */
async function keepsVectorsApart(cluster: Cluster, index: string, signal?: AbortSignal): Promise<boolean> {
  const name = encodeURIComponent(index);
  const found = await cluster.request({
    method: 'GET',
    path: `/${name}/_field_caps`,
    query: { fields: '*', types: 'dense_vector,sparse_vector,rank_vectors', filter_path: 'indices,fields' },
    answer: object({ indices: anything, fields: optional(named(anything)) }),
    signal,
    size: 'definition',
  });
  for (const field of namesOf(found.fields)) {
    const answer = await cluster.request({
      method: 'POST',
      path: `/${name}/_search`,
      query: { filter_path: `timed_out,hits.hits._id,hits.hits._source.${field}` },
      body: { size: 1, query: { exists: { field } } },
      answer: object({ timed_out: flag, hits: optional(object({ hits: optional(listOf(object({ _id: text }))) })) }),
      idempotent: true,
      signal,
      size: 'documents',
    });
    const hit = answer.hits?.hits?.[0];
    if (hit !== undefined) return !('_source' in hit);
  }
  return false;
}

const definition = object({
  mappings: optional(named(anything)),
  settings: object({
    index: object({
      // Always there: an answer without it is not the cluster's.
      uuid: text,
      mapping: optional(object({ source: optional(object({ mode: optional(text) })) })),
    }),
  }),
});

function modeOf(mappings: ByName<unknown> | undefined, modeSet: string | undefined): SourceMode {
  // `_source` of the mapping itself, or (Elasticsearch 6) of each of its types.
  const all = [mappings, ...entriesOf(mappings).map(([, level]) => level)]
    .map((level) => (level as { _source?: SourceMapping } | null)?._source)
    .filter((source) => source !== undefined && source !== null);
  const mode = modeSet ?? all.find((source) => source.mode)?.mode;
  if (all.some((source) => source.enabled === false || source.enabled === 'false') || mode === 'disabled')
    return 'disabled';
  if (mode === 'synthetic') return 'synthetic';
  if (all.some((source) => (source.includes?.length ?? 0) + (source.excludes?.length ?? 0) > 0)) return 'filtered';
  return 'stored';
}
