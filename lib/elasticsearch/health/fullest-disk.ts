import type { Cluster } from '../client/cluster.ts';
import { readDisks } from './health.ts';

export interface NodeDisk {
  node: string;
  stage: 'high' | 'flood';
  /** As configured: "90%", "50gb". */
  watermark: string;
  freeBytes: number | null;
}

/** The data node furthest beyond the high watermark; null: none is, or this user may not know. */
export async function readFullestDisk(cluster: Cluster, signal?: AbortSignal): Promise<NodeDisk | null> {
  const { nodes, watermarks } = await readDisks(cluster, signal);
  const beyond = nodes
    .filter(({ watermark }) => watermark === 'high' || watermark === 'flood')
    .sort((a, b) => (a.diskFreeBytes ?? 0) - (b.diskFreeBytes ?? 0));
  const worst = beyond.find(({ watermark }) => watermark === 'flood') ?? beyond[0];
  if (!worst || !watermarks) return null;
  const stage = worst.watermark === 'flood' ? 'flood' : 'high';
  return { node: worst.name, stage, watermark: watermarks[stage], freeBytes: worst.diskFreeBytes };
}
