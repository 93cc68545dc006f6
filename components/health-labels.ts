import type { ClusterHealth, HealthReason, HealthStatus } from '@/lib/contract/cluster.ts';
import { diskUsedPercent, fullestNode } from '@/lib/contract/fullest-node.ts';
import type { NamedObject } from '@/lib/contract/overview.ts';
import { formatBytes, formatPercent } from '@/lib/format.ts';
import type { StateLevel } from './ui/state.tsx';

export const HEALTH: Record<HealthStatus, { level: StateLevel; word: string }> = {
  green: { level: 'ok', word: 'Green' },
  yellow: { level: 'warn', word: 'Yellow' },
  red: { level: 'bad', word: 'Red' },
};

/** The index in the sentence of a reason. */
export const namedIn = ({ index }: HealthReason): NamedObject[] =>
  index === null ? [] : [{ name: index, of: 'index' }];

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

/** As settings have them, "3gb" is what is left free and "85%" what is in use: "low 3 GB free, high 2 GB free, flood stage 95 % used". */
export const watermarksLabel = ({ low, high, flood }: NonNullable<ClusterHealth['watermarks']>): string =>
  `low ${watermarkLabel(low)}, high ${watermarkLabel(high)}, flood stage ${watermarkLabel(flood)}`;

function watermarkLabel(watermark: string): string {
  const free = /^(\d+(?:\.\d+)?)\s*([kmgtp]?b)$/i.exec(watermark);
  if (free) return `${free[1]} ${free[2]!.toUpperCase()} free`;
  const used = watermarkPercent(watermark, null);
  return used === null ? watermark : `${Math.round(used * 10) / 10} % used`;
}

/** "71 %, watermark 90 %": in use on the fullest node, and its high watermark. */
export function diskLabel(health: ClusterHealth): { text: string; level: StateLevel } {
  const node = fullestNode(health.nodes);
  if (node === null) return { text: 'unknown', level: 'unknown' };
  const used = formatPercent(diskUsedPercent(node), 100);
  const high = health.watermarks === null ? null : watermarkPercent(health.watermarks.high, node.diskTotalBytes);
  const level: StateLevel =
    node.watermark === 'flood' ? 'bad' : node.watermark === 'high' ? 'bad' : node.watermark === 'low' ? 'warn' : 'ok';
  return {
    text:
      high === null ? `${used}, ${formatBytes(node.diskFreeBytes)} free` : `${used}, watermark ${Math.round(high)} %`,
    level,
  };
}

export const writeRejections = (health: ClusterHealth): number =>
  health.nodes.reduce((sum, node) => sum + node.writeRejections, 0);
