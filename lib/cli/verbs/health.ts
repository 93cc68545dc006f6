import type { ClusterHealth, NodeSummary } from '../../contract/cluster.ts';
import { readHealth } from '../../elasticsearch/health/health.ts';
import { formatBytes, formatCount, formatPercent, plural } from '../../format.ts';
import type { CommandResult, CommandContext } from '../command-context.ts';
import { safeLine } from '../safe-text.ts';

export async function health(context: CommandContext): Promise<CommandResult> {
  const clusterHealth = await readHealth(context.cluster(), context.signal);
  return { status: 'done', text: describe(clusterHealth).map(safeLine).join('\n'), fields: { health: clusterHealth } };
}

function describe(health: ClusterHealth): string[] {
  const { identity, watermarks } = health;
  return [
    `${identity.name} (${identity.distribution} ${identity.version}) is ${health.status}`,
    ...health.reasons.map(({ sentence, status }) => `  ${status}: ${sentence}`),
    ...(health.reasonsLeftOut > 0
      ? [`  and ${plural(health.reasonsLeftOut, 'more index', 'more indices')} not green`]
      : []),
    `Shards: ${formatCount(health.activeShards)} active, ${formatCount(health.unassignedShards)} ` +
      `unassigned, ${formatCount(health.initialisingShards)} starting, ` +
      `${formatCount(health.relocatingShards)} moving${health.maxShards === null ? '' : `; the cluster may hold ${formatCount(health.maxShards)}`}`,
    watermarks === null
      ? 'Disk watermarks: unknown'
      : `Disk watermarks: low ${watermarks.low}, high ${watermarks.high}, flood stage ${watermarks.flood}; ` +
        `${formatBytes(health.diskRoomBytes)} can still be written below the high one`,
    ...health.nodes.map(describeNode),
    ...(health.pendingTasks > 0 ? [`${plural(health.pendingTasks, 'task')} waiting for the master`] : []),
  ];
}

const WATERMARKS = {
  below: 'below the low watermark',
  low: 'OVER THE LOW WATERMARK',
  high: 'OVER THE HIGH WATERMARK',
  flood: 'OVER THE FLOOD STAGE',
} as const;

function describeNode(summary: NodeSummary): string {
  const { diskFreeBytes, diskTotalBytes } = summary;
  const used =
    diskFreeBytes === null || diskTotalBytes === null
      ? 'disk unknown'
      : `disk ${formatPercent(diskTotalBytes - diskFreeBytes, diskTotalBytes)} used, ${formatBytes(diskFreeBytes)} free of ${formatBytes(diskTotalBytes)}`;
  return [
    `Node ${summary.name}${summary.master ? ' (master)' : ''}${summary.data ? '' : ' (no data)'}: ` +
      `${used}${summary.watermark === null ? '' : `, ${WATERMARKS[summary.watermark]}`}`,
    `heap ${summary.heapUsedPercent === null ? 'unknown' : `${summary.heapUsedPercent} %`}`,
    `${plural(summary.writeRejections, 'rejected write')} since its start${summary.writeQueue > 0 ? `, ${formatCount(summary.writeQueue)} waiting` : ''}`,
  ].join('; ');
}
