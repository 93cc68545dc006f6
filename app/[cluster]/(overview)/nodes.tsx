'use client';
import type { ClusterHealth, NodeSummary } from '@/lib/contract/cluster.ts';
import { formatCount } from '@/lib/format.ts';
import { NodeDisk } from '@/components/node-disk.tsx';
import { Meter } from '@/components/ui/progress-bar.tsx';
import { Chip } from '@/components/ui/chip.tsx';

/** Each node against what stops it: disk watermarks, heap, rejected writes. */
export function Nodes({ health }: { health: ClusterHealth }) {
  if (health.nodes.length === 0)
    return (
      <p className="text-muted">
        The cluster does not list its nodes. The user that Restore Desk signs in with may lack the “monitor” privilege.
      </p>
    );
  return (
    <ul className="flex flex-col divide-y">
      {health.nodes.map((node) => (
        <li key={`${node.name} ${node.address}`} className="py-2.5 first:pt-0 last:pb-0">
          <Node node={node} watermarks={health.watermarks} />
        </li>
      ))}
    </ul>
  );
}

function Node({ node, watermarks }: { node: NodeSummary; watermarks: ClusterHealth['watermarks'] }) {
  const heap = node.heapUsedPercent;
  return (
    <>
      <div className="mb-1 flex flex-wrap items-baseline gap-x-2">
        <b className="font-semibold [overflow-wrap:anywhere]">{node.name}</b>
        {node.master && <Chip>master</Chip>}
        {!node.data && <Chip>no data</Chip>}
        <span className="text-small text-faint">{node.address}</span>
      </div>
      <div className="grid grid-cols-1 gap-x-6 gap-y-1 text-small text-muted mid:grid-cols-2">
        <NodeDisk node={node} watermarks={watermarks} />
        <div>
          <div className="mb-1 flex flex-wrap justify-between gap-x-3">
            <span>Heap {heap === null ? 'unknown' : `${heap} %`}</span>
            <span className={node.writeRejections > 0 ? 'font-semibold text-warn' : undefined}>
              {formatCount(node.writeRejections)} rejected writes
              {node.writeQueue > 0 && `, ${formatCount(node.writeQueue)} queued`}
            </span>
          </div>
          <Meter
            label={`Heap of ${node.name} in use`}
            percent={heap}
            tone={heap !== null && heap >= 85 ? 'warn' : 'accent'}
          />
        </div>
      </div>
    </>
  );
}
