import { entriesOf, namesOf } from '../../contract/by-name.ts';
import { isNamedBy } from '../../contract/index-pattern.ts';
import { capabilitiesOf } from '../capabilities.ts';
import type { Cluster } from '../client/cluster.ts';
import { anything, listOf, named, object, optional, text } from '../client/shape.ts';
import { encodeIndexName } from './index-name.ts';

const aliases = optional(named(anything));

/**
 * The aliases that index templates would attach to a new index of this name, sorted. A composable template that matches the
 * name replaces the older ones. Throws what the cluster throws: it needs the privilege manage_index_templates.
 */
export async function readTemplateAliases(cluster: Cluster, index: string, signal: AbortSignal): Promise<string[]> {
  const simulated = capabilitiesOf(await cluster.identity(signal)).simulatesTemplates
    ? await simulate(cluster, index, signal)
    : null;
  const names = simulated ?? (await readOlderTemplates(cluster, index, signal));
  return [...new Set(names.map((name) => name.replaceAll('{index}', index)))].sort();
}

/** null: no composable template matches. */
async function simulate(cluster: Cluster, index: string, signal: AbortSignal): Promise<string[] | null> {
  const { template } = await cluster.request({
    method: 'POST',
    path: `/_index_template/_simulate_index/${encodeIndexName(index)}`,
    shape: object({ template: optional(object({ aliases })) }),
    signal,
    idempotent: true,
    responseSize: 'definition',
  });
  return template === undefined ? null : namesOf(template.aliases);
}

async function readOlderTemplates(cluster: Cluster, index: string, signal: AbortSignal): Promise<string[]> {
  const templates = await cluster.request({
    method: 'GET',
    path: '/_template',
    query: { filter_path: '*.index_patterns,*.aliases' },
    shape: named(object({ index_patterns: optional(listOf(text)), aliases })),
    signal,
    responseSize: 'list',
  });
  return entriesOf(templates).flatMap(([, { aliases: attached, index_patterns: patterns = [] }]) =>
    patterns.some((pattern) => isNamedBy(pattern)(index)) ? namesOf(attached) : [],
  );
}
