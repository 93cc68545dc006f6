'use client';
import type { ClusterStanding } from '@/lib/contract/clusters-page.ts';
import { AliasFacts, DrillFact, HealthFacts, JobFacts } from './cluster-facts.tsx';
import { ClusterHead } from './cluster-head.tsx';

/** A cluster that is fine, in little room. It has no open incident. */
export function ClusterTile({ cluster }: { cluster: ClusterStanding }) {
  return (
    <li className="relative grid min-w-0 content-start gap-2 rounded-lg border bg-surface px-4 py-3 shadow-card hover:bg-raised">
      <ClusterHead cluster={cluster} />
      <div className="grid min-w-0 justify-items-start gap-0.5 text-small [overflow-wrap:anywhere] text-muted min-[1440px]:text-body">
        <HealthFacts cluster={cluster} />
        <AliasFacts cluster={cluster} />
        <DrillFact cluster={cluster} />
        <JobFacts cluster={cluster} />
      </div>
    </li>
  );
}
