import { at, entriesOf, namesOf, type ByName } from '../../contract/by-name.ts';
import { isAppError } from '../../errors.ts';
import type { Cluster } from '../client/cluster.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { anything, named, flag, listOf, object, optional, nonEmptyNamed, text } from '../client/shape.ts';

export type SourceMode = 'stored' | 'disabled' | 'synthetic' | 'filtered' | 'vectors-apart';

interface SourceMapping {
  enabled?: boolean | string;
  mode?: string;
  includes?: string[];
  excludes?: string[];
}

/**
 * How each index stores the sources of its documents: completely, not at all (`disabled`), rebuilt from the fields
 * (`synthetic`), without some fields (`filtered`), or with its vectors stored separately and returned rounded (9.2).
 */
export async function readSourceModes(
  cluster: Cluster,
  indices: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, SourceMode>> {
  const modes = new Map<string, SourceMode>();
  const all =
    indices.length > MAX_NAMED_INDICES ? await definitionsOf(cluster, '*', signal).catch(nullIfBlocked) : null;
  for (let from = 0; from < indices.length; from += 40) {
    const batch = indices.slice(from, from + 40);
    const definitions = all ?? (await definitionsOf(cluster, batch.map(encodeURIComponent).join(','), signal));
    for (const index of batch) {
      const { mappings, settings } = at(definitions, index) ?? {};
      modes.set(index, modeOf(mappings, settings?.index.mapping?.source?.mode));
    }
    if (!capabilitiesOf(await cluster.identity(signal)).vectorsOutsideSource) continue;
    for (const index of batch)
      if (modes.get(index) === 'stored' && (await storesVectorsSeparately(cluster, index, signal)))
        modes.set(index, 'vectors-apart');
  }
  return modes;
}

/** More indices than this are read by one pattern: by name they would need hundreds of requests. */
const MAX_NAMED_INDICES = 400;

/** Only the parts of mappings and settings that determine how sources are stored. */
const definitionsOf = (cluster: Cluster, path: string, signal?: AbortSignal) =>
  cluster.request({
    method: 'GET',
    path: `/${path}`,
    query: {
      filter_path: '*.mappings._source,*.mappings.*._source,*.settings.index.uuid,*.settings.index.mapping.source.mode',
    },
    shape: nonEmptyNamed(definition),
    signal,
    responseSize: 'list',
  });

/** The server refuses the request where one of the matching indices is under a metadata block. */
function nullIfBlocked(error: unknown): null {
  if (isAppError(error) && (error.code === 'blocked' || error.code === 'forbidden')) return null;
  throw error;
}

/**
 * The settings have no default for it (tried on 9.2.0), so a document that has a vector is read: where vectors are stored
 * separately, its source comes without.
 */
async function storesVectorsSeparately(cluster: Cluster, index: string, signal?: AbortSignal): Promise<boolean> {
  const name = encodeURIComponent(index);
  const found = await cluster.request({
    method: 'GET',
    path: `/${name}/_field_caps`,
    query: { fields: '*', types: 'dense_vector,sparse_vector,rank_vectors', filter_path: 'indices,fields' },
    shape: object({ indices: anything, fields: optional(named(anything)) }),
    signal,
    responseSize: 'definition',
  });
  for (const field of namesOf(found.fields)) {
    const response = await cluster.request({
      method: 'POST',
      path: `/${name}/_search`,
      query: { filter_path: `timed_out,hits.hits._id,hits.hits._source.${field}` },
      body: { size: 1, query: { exists: { field } } },
      shape: object({ timed_out: flag, hits: optional(object({ hits: optional(listOf(object({ _id: text }))) })) }),
      idempotent: true,
      signal,
      responseSize: 'documents',
    });
    const hit = response.hits?.hits?.[0];
    if (hit !== undefined) return !('_source' in hit);
  }
  return false;
}

const definition = object({
  mappings: optional(named(anything)),
  settings: object({
    index: object({
      // Always present: a response without it does not come from the cluster.
      uuid: text,
      mapping: optional(object({ source: optional(object({ mode: optional(text) })) })),
    }),
  }),
});

function modeOf(mappings: ByName<unknown> | undefined, configuredMode: string | undefined): SourceMode {
  // `_source` of the mapping itself, or of each of its types (Elasticsearch 6).
  const all = [mappings, ...entriesOf(mappings).map(([, level]) => level)]
    .map((level) => (level as { _source?: SourceMapping } | null)?._source)
    .filter((source) => source !== undefined && source !== null);
  const mode = configuredMode ?? all.find((source) => source.mode)?.mode;
  if (all.some((source) => source.enabled === false || source.enabled === 'false') || mode === 'disabled')
    return 'disabled';
  if (mode === 'synthetic') return 'synthetic';
  if (all.some((source) => (source.includes?.length ?? 0) + (source.excludes?.length ?? 0) > 0)) return 'filtered';
  return 'stored';
}
