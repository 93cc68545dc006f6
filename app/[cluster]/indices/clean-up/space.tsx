'use client';
import type { CleanUpReview } from '@/lib/kinds/clean-up/review.ts';
import type { NodeSummary } from '@/lib/contract/cluster.ts';
import { diskUsedPercent } from '@/lib/contract/fullest-node.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { watermarksLabel } from '@/components/health-labels.ts';
import { watermarkPercent } from '@/lib/present/disk-label.ts';
import { Meter } from '@/components/ui/progress-bar.tsx';

/** What is freed, against the disks' use and watermarks. */
export function Space({ review: { plan, long, disk } }: { review: CleanUpReview }) {
  const going = plan.groups.flatMap((group) => group.entries.filter((entry) => entry.goes));
  const uncounted = long?.uncounted ?? going.filter((entry) => entry.documents === null).length;
  const counted = long?.counted ?? going.reduce((sum, entry) => sum + (entry.documents ?? 0), 0);
  return (
    <div className="flex min-w-0 flex-col gap-3.5">
      <h2>Disk after the clean-up</h2>
      {disk !== null && <Disk disk={disk} bytes={plan.bytes} />}
      <p className="text-small text-muted">
        Frees <b className="font-medium text-text">{formatBytes(plan.bytes)}</b>; deletes {plural(counted, 'document')}
        {uncounted > 0 &&
          `, and those of ${plural(uncounted, 'index that can’t be counted', 'indices that can’t be counted')}`}
        .
      </p>
    </div>
  );
}

/** With several nodes it is not known in advance on which of them space is freed. */
function Disk({
  disk: { fullest, watermarks, dataNodes, freeBytes },
  bytes,
}: {
  disk: NonNullable<CleanUpReview['disk']>;
  bytes: number | null;
}) {
  const after =
    dataNodes > 1 || bytes === null || fullest.diskFreeBytes === null
      ? null
      : { ...fullest, diskFreeBytes: fullest.diskFreeBytes + bytes };
  return (
    <>
      <Use word="Now" node={fullest} watermarks={watermarks} />
      {after !== null && <Use word="After" node={after} watermarks={watermarks} />}
      <p className="text-small text-muted">
        {dataNodes > 1 ? <>The data node with the least free space, of {formatCount(dataNodes)}, </> : 'The data node '}
        <b className="font-medium [overflow-wrap:anywhere] text-text">{fullest.name}</b>.
        {watermarks && ` Disk watermarks, the limits for new shards: ${watermarksLabel(watermarks)}.`}
        {dataNodes > 1 &&
          bytes !== null &&
          freeBytes !== null &&
          ` After the clean-up ${formatBytes(freeBytes + bytes)} are free on all ${formatCount(dataNodes)} together; how much of that is on this node is unknown.`}
      </p>
    </>
  );
}

function Use({
  word,
  node,
  watermarks,
}: {
  word: 'Now' | 'After';
  node: NodeSummary;
  watermarks: NonNullable<CleanUpReview['disk']>['watermarks'];
}) {
  const used = diskUsedPercent(node);
  const marks =
    watermarks === null
      ? []
      : [watermarks.low, watermarks.high, watermarks.flood]
          .map((mark) => watermarkPercent(mark, node.diskTotalBytes))
          .filter((mark) => mark !== null);
  return (
    <div className="text-small">
      <div className="mb-1.5 flex flex-wrap justify-between gap-x-3">
        <span className="text-muted">{word}</span>
        <span>
          {used === null ? 'unknown' : `${used.toFixed(1)} % used`}, {formatBytes(node.diskFreeBytes)} free
        </span>
      </div>
      <Meter
        label={`Disk of ${node.name} in use ${word === 'Now' ? 'now' : 'after the clean-up'}`}
        percent={used}
        marks={marks}
        tone={word === 'Now' ? 'muted' : 'accent'}
      />
    </div>
  );
}
