import type { ClusterHealth } from '../contract/cluster.ts';
import { diskUsedPercent, fullestNode } from '../contract/fullest-node.ts';
import { formatBytes, formatPercent } from '../format.ts';

export interface DiskLabel {
  text: string;
  level: 'ok' | 'warn' | 'bad' | 'unknown';
}

/** A watermark as percent of one disk in use: "85%" is 85; "50gb" is so much left free. null: not understood. */
export function watermarkPercent(watermark: string, diskTotalBytes: number | null): number | null {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(watermark);
  if (percent) return Number(percent[1]);
  const ratio = /^0?\.\d+$/.exec(watermark);
  if (ratio) return Number(watermark) * 100;
  const free = /^(\d+(?:\.\d+)?)\s*(b|kb|mb|gb|tb|pb)$/i.exec(watermark);
  if (!free || diskTotalBytes === null || diskTotalBytes === 0) return null;
  const bytes = Number(free[1]) * 1024 ** ['b', 'kb', 'mb', 'gb', 'tb', 'pb'].indexOf(free[2]!.toLowerCase());
  return Math.max(0, ((diskTotalBytes - bytes) / diskTotalBytes) * 100);
}

/** "71 %, watermark 90 %": in use on the fullest node, and its high watermark. */
export function diskLabel(health: ClusterHealth): DiskLabel {
  const node = fullestNode(health.nodes);
  if (node === null) return { text: 'unknown', level: 'unknown' };
  const used = formatPercent(diskUsedPercent(node), 100);
  const high = health.watermarks === null ? null : watermarkPercent(health.watermarks.high, node.diskTotalBytes);
  const level =
    node.watermark === 'flood' ? 'bad' : node.watermark === 'high' ? 'bad' : node.watermark === 'low' ? 'warn' : 'ok';
  return {
    text:
      high === null ? `${used}, ${formatBytes(node.diskFreeBytes)} free` : `${used}, watermark ${Math.round(high)} %`,
    level,
  };
}
