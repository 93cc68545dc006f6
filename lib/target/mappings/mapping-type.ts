import { describeIndex } from '../../elasticsearch/admin/describe-index.ts';
import { capabilitiesOf } from '../../elasticsearch/capabilities.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { unwrapMappingType } from './unwrap-mapping-type.ts';

/** The mapping type that Elasticsearch 6 requires for a document of these mappings; null from 7 on. */
export async function mappingTypeOf(cluster: Cluster, mappings: object, signal: AbortSignal): Promise<string | null> {
  if (capabilitiesOf(await cluster.identity(signal)).breaking7) return null;
  return unwrapMappingType(mappings).type ?? '_doc';
}

/** The same of an index. Throws `not_found`. */
export async function readMappingType(cluster: Cluster, index: string, signal: AbortSignal): Promise<string | null> {
  if (capabilitiesOf(await cluster.identity(signal)).breaking7) return null;
  return mappingTypeOf(cluster, (await describeIndex(cluster, index, signal)).mappings, signal);
}
