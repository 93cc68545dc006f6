import type { ClusterHealth } from '../../../contract/cluster.ts';
import type { Check } from '../../../contract/plan.ts';
import { formatCount, plural } from '../../../format.ts';
import type { ConvertedSettings } from '../../../target/settings/convert-settings.ts';

/**
 * A warning where the cluster has fewer data nodes than each shard of the restored index has copies: the replicas that
 * fit on no node make the cluster yellow. None without the health, and for replicas that follow the number of nodes.
 */
export function replicaChecks(
  health: ClusterHealth | null,
  { shards, replicas }: { shards: number; replicas: number },
  settings: Pick<ConvertedSettings, 'create' | 'afterLoad'>,
): Check[] {
  const nodes = health?.nodes.filter(({ data }) => data).length ?? 0;
  const withoutNode = replicas + 1 - nodes;
  if (health === null || nodes === 0 || withoutNode <= 0 || followsNodes(settings)) return [];
  const count = shards * withoutNode;
  return [
    {
      id: 'replicas',
      level: 'warn',
      title: TITLES[health.status],
      detail:
        `${plural(count, 'replica')} of the restored index ${count === 1 ? 'fits' : 'fit'} on no node: it has ` +
        `${plural(replicas, 'replica')} of each shard, which needs ${formatCount(replicas + 1)} data nodes, and the cluster ` +
        `has ${formatCount(nodes)}. Every document is there once.`,
      hint: `Add a node, or restore with ${plural(nodes - 1, 'replica')}.`,
    },
  ];
}

const TITLES: Record<ClusterHealth['status'], string> = {
  green: 'This will make the cluster yellow',
  yellow: 'Replicas without a node keep the cluster yellow',
  red: 'Replicas of the restored index fit on no node',
};

/** With a range the server adapts the number of replicas to the nodes. */
function followsNodes({ create, afterLoad }: Pick<ConvertedSettings, 'create' | 'afterLoad'>): boolean {
  const range = { ...create, ...afterLoad }['index.auto_expand_replicas'];
  return typeof range === 'string' && range !== 'false';
}
