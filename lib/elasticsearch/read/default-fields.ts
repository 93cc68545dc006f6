import { at } from '../../contract/by-name.ts';
import { encodeIndexName } from '../admin/index-name.ts';
import type { Cluster } from '../client/cluster.ts';
import { either, listOf, named, object, record, text } from '../client/shape.ts';

/** The fields that a query without field names is searched in: `index.query.default_field`; by default `*`, all of them. */
export async function readDefaultFields(cluster: Cluster, index: string, signal: AbortSignal): Promise<string[]> {
  const response = await cluster.request({
    method: 'GET',
    path: `/${encodeIndexName(index)}/_settings/index.query.default_field`,
    query: { flat_settings: true },
    // Empty where the index does not have the setting.
    shape: named(object({ settings: record(either(text, listOf(text))) })),
    signal,
    timeoutMs: 7_000,
  });
  const fields = at(response, index)?.settings['index.query.default_field'];
  return fields === undefined ? ['*'] : Array.isArray(fields) ? fields : [fields];
}
