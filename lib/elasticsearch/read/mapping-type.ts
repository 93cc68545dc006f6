import { capabilitiesOf } from '../capabilities.ts';
import type { Cluster } from '../client/cluster.ts';
import { readDefinition } from './read-definition.ts';

/** The mapping type of an index on Elasticsearch 6, which a look-up of its documents names; null from 7 on, or unknown. */
export async function readMappingType(cluster: Cluster, index: string, signal: AbortSignal): Promise<string | null> {
  if (capabilitiesOf(await cluster.identity(signal)).breaking7) return null;
  const definition = JSON.parse((await readDefinition(cluster, index, signal)).toString('utf8')) as {
    mappings: object;
  };
  const [type, ...others] = Object.keys(definition.mappings).filter((name) => name !== '_default_');
  return others.length === 0 ? (type ?? null) : null;
}
