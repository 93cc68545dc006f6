'use client';
import type { CleanUpReview } from '@/lib/kinds/clean-up/review.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { watermarksLabel } from '@/components/health-labels.ts';
import { NodeDisk } from '@/components/node-disk.tsx';

/** What is freed, against the disks' use and watermarks. */
export function Space({ review: { plan, long, disk } }: { review: CleanUpReview }) {
  const going = plan.groups.flatMap((group) => group.entries.filter((entry) => entry.goes));
  const uncounted = long?.uncounted ?? going.filter((entry) => entry.documents === null).length;
  const counted = long?.counted ?? going.reduce((sum, entry) => sum + (entry.documents ?? 0), 0);
  return (
    <>
      <p>
        Frees <b className="font-semibold">{formatBytes(plan.bytes)}</b>; deletes {plural(counted, 'document')}
        {uncounted > 0 &&
          `, and those of ${plural(uncounted, 'index that can’t be counted', 'indices that can’t be counted')}`}
        .
      </p>
      {disk !== null && <Disk disk={disk} bytes={plan.bytes} />}
    </>
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
      : { ...fullest, diskFreeBytes: fullest.diskFreeBytes + bytes, watermark: null };
  return (
    <div className="mt-2 flex flex-col gap-1.5 text-small text-muted">
      <span>
        Now, on{' '}
        {dataNodes > 1 ? `the data node with the least free space, of ${formatCount(dataNodes)},` : 'the data node'},{' '}
        <b className="font-semibold [overflow-wrap:anywhere]">{fullest.name}</b>:
      </span>
      <NodeDisk node={fullest} watermarks={watermarks} />
      {watermarks && <span className="text-faint">Disk watermarks: {watermarksLabel(watermarks)}.</span>}
      {after !== null && (
        <>
          <span className="mt-1">Afterwards:</span>
          <NodeDisk node={after} watermarks={watermarks} label={`Disk of ${after.name} in use afterwards`} />
        </>
      )}
      {dataNodes > 1 && bytes !== null && freeBytes !== null && (
        <span>
          Afterwards {formatBytes(freeBytes + bytes)} are free on all {formatCount(dataNodes)} together; how much of it
          on this one is not known.
        </span>
      )}
    </div>
  );
}
