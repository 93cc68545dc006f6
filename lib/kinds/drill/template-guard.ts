import type { IndexSummary } from '../../contract/indices.ts';
import { isOwnAlias } from '../../contract/loading-alias.ts';
import type { Check } from '../../contract/plan.ts';
import { readTemplateAliases } from '../../elasticsearch/admin/template-aliases.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { nullUnlessCancelled } from '../../errors.ts';
import { formatList } from '../../format.ts';

/**
 * Refuses where an index template would attach a live alias to the index of the drill: it would be in it for a moment. Where
 * the templates can't be read there is no check, and the drill detaches what they attach, as a restore does.
 */
export async function templateGuard(
  cluster: Cluster,
  index: string,
  indices: readonly IndexSummary[],
  signal: AbortSignal,
): Promise<Check[]> {
  const attached = await readTemplateAliases(cluster, index, signal).catch(nullUnlessCancelled);
  return templateChecks(
    attached ?? [],
    indices.filter(({ name }) => name !== index),
  );
}

/** Pure. */
export function templateChecks(attached: readonly string[], indices: readonly IndexSummary[]): Check[] {
  const names = attached.filter((alias) => !isOwnAlias(alias));
  const live = names.filter((name) => indices.some(({ aliases }) => aliases.some(({ alias }) => alias === name)));
  if (live.length > 0)
    return [
      {
        id: 'drill-template',
        level: 'refuse',
        title: `An index template would put the drill into ${formatList(live)}`,
        detail: 'It attaches the alias to every new index of such a name, and a drill stays outside of every alias.',
        hint: 'Narrow the index patterns of the template, or name a drill cluster in the configuration (drillCluster).',
      },
    ];
  if (names.length === 0) return [];
  return [
    {
      id: 'drill-template',
      level: 'warn',
      title: `An index template attaches ${formatList(names)} to the index of the drill`,
      detail: `Nothing else has that alias now. It is removed before a document is loaded.`,
    },
  ];
}
