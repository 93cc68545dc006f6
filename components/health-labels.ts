import type { ClusterHealth, HealthReason, HealthStatus } from '@/lib/contract/cluster.ts';
import type { NamedObject } from '@/lib/contract/overview.ts';
import { watermarkPercent } from '@/lib/present/disk-label.ts';
import type { StateLevel } from './ui/state.tsx';

export const HEALTH: Record<HealthStatus, { level: StateLevel; word: string }> = {
  green: { level: 'ok', word: 'Green' },
  yellow: { level: 'warn', word: 'Yellow' },
  red: { level: 'bad', word: 'Red' },
};

/** The index in the sentence of a reason. */
export const namedIn = ({ index }: HealthReason): NamedObject[] =>
  index === null ? [] : [{ name: index, of: 'index' }];

/** As settings have them, "3gb" is what is left free and "85%" what is in use: "low 3 GB free, high 2 GB free, flood stage 95 % used". */
export const watermarksLabel = ({ low, high, flood }: NonNullable<ClusterHealth['watermarks']>): string =>
  `low ${watermarkLabel(low)}, high ${watermarkLabel(high)}, flood stage ${watermarkLabel(flood)}`;

function watermarkLabel(watermark: string): string {
  const free = /^(\d+(?:\.\d+)?)\s*([kmgtp]?b)$/i.exec(watermark);
  if (free) return `${free[1]} ${free[2]!.toUpperCase()} free`;
  const used = watermarkPercent(watermark, null);
  return used === null ? watermark : `${Math.round(used * 10) / 10} % used`;
}

export const writeRejections = (health: ClusterHealth): number =>
  health.nodes.reduce((sum, node) => sum + node.writeRejections, 0);
