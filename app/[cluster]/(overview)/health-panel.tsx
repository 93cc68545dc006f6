'use client';
import type { ClusterHealth } from '@/lib/contract/cluster.ts';
import type { Overview } from '@/lib/contract/overview.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { HEALTH, watermarksLabel } from '@/components/health-labels.ts';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Nodes } from './nodes.tsx';
import { OverviewPart } from './overview-part.tsx';

/** How the cluster is, why, and how full its nodes are. */
export function HealthPanel({ health }: Pick<Overview, 'health'>) {
  return (
    <Panel
      title="Health"
      tag={
        health.value && health.failure === null ? (
          <State level={HEALTH[health.value.status].level}>{HEALTH[health.value.status].word}</State>
        ) : (
          <State level="unknown">Unknown</State>
        )
      }
    >
      <OverviewPart part={health} what="the health">
        {(value) => (
          <>
            {value.reasons.length > 0 && <Reasons health={value} />}
            <Nodes health={value} />
            {value.watermarks && (
              <p className="mt-2 text-small text-faint">
                Disk watermarks: {watermarksLabel(value.watermarks)}. Shards: {formatCount(value.activeShards)} of{' '}
                {formatCount(value.maxShards)}.
              </p>
            )}
          </>
        )}
      </OverviewPart>
    </Panel>
  );
}

function Reasons({ health: { reasons, reasonsLeftOut } }: { health: ClusterHealth }) {
  return (
    <ul className="mb-3 flex flex-col gap-1.5">
      {reasons.map((reason) => (
        <li key={`${reason.index ?? ''} ${reason.sentence}`} className="flex items-baseline gap-2">
          <State level={HEALTH[reason.status].level} className="flex-none text-small">
            {HEALTH[reason.status].word}
          </State>
          <span className="min-w-0 [overflow-wrap:anywhere]">{reason.sentence}</span>
        </li>
      ))}
      {reasonsLeftOut > 0 && (
        <li className="text-muted">and {plural(reasonsLeftOut, 'more index', 'more indices')} not green</li>
      )}
    </ul>
  );
}
