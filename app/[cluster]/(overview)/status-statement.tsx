'use client';
import type { ClusterHealth } from '@/lib/contract/cluster.ts';
import { diskUsedPercent, fullestNode } from '@/lib/contract/fullest-node.ts';
import type { Overview } from '@/lib/contract/overview.ts';
import { formatAge, formatBytes, formatChange, formatCount, formatRelative, formatUtcSeconds } from '@/lib/format.ts';
import type { OverviewStatus } from '@/lib/present/overview-status.ts';
import { watermarkPercent } from '@/lib/present/disk-label.ts';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Stat, Stats } from '@/components/ui/stat.tsx';
import { State } from '@/components/ui/state.tsx';

/** No incident: one statement about all aliases, and four figures. */
export function StatusStatement({
  overview,
  status,
  now,
}: {
  overview: Overview;
  status: OverviewStatus;
  now: number;
}) {
  const { indices } = overview;
  return (
    <div data-stale={indices.failure !== null || undefined}>
      <div className="pt-2 pb-8 mid:pt-9">
        <State level={status.level} strong className="text-body">
          {status.word}
        </State>
        <h1 className="mt-3 text-[32px]/10 font-medium tracking-[-0.03em] text-balance [overflow-wrap:anywhere] mid:text-[40px]/12">
          {status.statement}
        </h1>
        <p className="mt-2.5 max-w-[68ch] text-[15px]/6 text-pretty [overflow-wrap:anywhere] text-muted">
          {status.sentences.map((sentence) => (
            <span key={sentence}>
              <BreakLongName text={sentence} />{' '}
            </span>
          ))}
          {indices.takenAt !== null && `Checked at ${formatUtcSeconds(indices.takenAt)}.`}
        </p>
      </div>
      {indices.value !== null && overview.aliasTotals.all > 0 && <Figures overview={overview} now={now} />}
    </div>
  );
}

function Figures({ overview: { aliasTotals, health, backups }, now }: { overview: Overview; now: number }) {
  const { documents, dayChange, oldest, oldestProof, backedUp, verified, proven, all } = aliasTotals;
  const room = diskRoom(health.value);
  return (
    <Stats>
      <Stat name="Documents" detail={dayChange === null ? 'in the indices of all aliases' : dayDetail(dayChange)}>
        {formatCount(documents)}
      </Stat>
      <Stat name="Oldest last backup" detail={oldest === null ? 'no good backup is known' : oldest.alias}>
        {oldest === null ? '–' : formatAge(now - Date.parse(oldest.takenAt))}
      </Stat>
      <Stat
        name="Verified"
        detail={backups.problem === null ? lastBackupsDetail(backedUp, all) : 'the backups can’t be read'}
      >
        {formatCount(verified)} of {formatCount(backedUp)}
      </Stat>
      <Stat
        name="Proven by drills"
        detail={
          proven === null
            ? 'the drills can’t be read'
            : oldestProof === null
              ? 'no drill has restored one yet'
              : `the oldest ${formatRelative(oldestProof, now)}`
        }
      >
        {proven === null ? 'unknown' : `${formatCount(proven)} of ${formatCount(all)}`}
      </Stat>
      <Stat wide name="Free before the high watermark" detail={room.detail}>
        {room.value}
      </Stat>
    </Stats>
  );
}

const dayDetail = (change: number): string =>
  change === 0 ? 'as many as 24 hours ago' : `${formatChange(change)} in 24 hours`;

const lastBackupsDetail = (backedUp: number, all: number): string =>
  backedUp === all ? 'last backups of the aliases' : `last backups; ${formatCount(all - backedUp)} aliases have none`;

/** What the nodes can store before the first one is over its high watermark. */
function diskRoom(health: ClusterHealth | null): { value: string; detail: string } {
  if (health === null) return { value: 'unknown', detail: 'the cluster’s health is unknown' };
  const node = fullestNode(health.nodes);
  const used = node && diskUsedPercent(node);
  const high = health.watermarks && node && watermarkPercent(health.watermarks.high, node.diskTotalBytes);
  return {
    value: formatBytes(health.diskRoomBytes),
    detail: [
      used === null ? 'disks unknown' : `fullest disk ${Math.round(used)} %`,
      high === null ? null : `high watermark ${Math.round(high)} %`,
    ]
      .filter((part) => part !== null)
      .join(', '),
  };
}
