import type { ClusterHealth, NodeSummary } from '@/lib/contract/cluster.ts';
import { diskUsedPercent } from '@/lib/contract/fullest-node.ts';
import { formatBytes } from '@/lib/format.ts';
import { watermarkPercent } from '@/lib/present/disk-label.ts';
import { Meter } from './ui/progress-bar.tsx';
import { State } from './ui/state.tsx';

const WATERMARKS = {
  below: { level: 'ok', word: 'below the watermarks', tone: 'ok' },
  low: { level: 'warn', word: 'over the low watermark: gets no new shards', tone: 'warn' },
  high: { level: 'bad', word: 'over the high watermark: Elasticsearch moves its shards away', tone: 'bad' },
  flood: { level: 'bad', word: 'over the flood stage: its indices are read-only', tone: 'bad' },
} as const;

/** The disk of a node against the three watermarks. */
export function NodeDisk({
  node,
  watermarks,
  label = `Disk of ${node.name} in use`,
}: {
  node: NodeSummary;
  watermarks: ClusterHealth['watermarks'];
  label?: string;
}) {
  const used = diskUsedPercent(node);
  const marks =
    watermarks === null
      ? []
      : [watermarks.low, watermarks.high, watermarks.flood]
          .map((mark) => watermarkPercent(mark, node.diskTotalBytes))
          .filter((mark) => mark !== null);
  const mark = node.watermark === null ? null : WATERMARKS[node.watermark];
  return (
    <div>
      <div className="mb-1 flex flex-wrap justify-between gap-x-3">
        <span>Disk {used === null ? 'unknown' : `${Math.round(used)} %`}</span>
        <span>{formatBytes(node.diskFreeBytes)} free</span>
      </div>
      <Meter label={label} percent={used} marks={marks} tone={mark?.tone ?? 'accent'} />
      {mark && mark.level !== 'ok' && (
        <State level={mark.level} className="mt-1">
          {mark.word}
        </State>
      )}
    </div>
  );
}
