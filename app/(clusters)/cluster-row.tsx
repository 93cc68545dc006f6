'use client';
import type { ReactNode } from 'react';
import type { ClusterStanding } from '@/lib/contract/clusters-page.ts';
import { AliasFacts, DrillFact, HealthFacts, IncidentFacts, JobFacts } from './cluster-facts.tsx';
import { ClusterHead } from './cluster-head.tsx';

/** A cluster that is not fine: everything that is known of it, side by side. */
export function ClusterRow({ cluster }: { cluster: ClusterStanding }) {
  return (
    <li className="relative grid gap-x-6 gap-y-3 border-t px-4 py-4 first:border-t-0 hover:bg-raised mid:grid-cols-[1.1fr_2.9fr] mid:px-5 side:grid-cols-[1.2fr_4fr]">
      <ClusterHead cluster={cluster} />
      <dl className="grid min-w-0 gap-x-6 gap-y-3 text-body sm:grid-cols-2 side:grid-cols-[1fr_1.3fr_1.3fr_1fr] min-[1440px]:text-[16px]/6">
        <Fact name="Health">
          <HealthFacts cluster={cluster} />
        </Fact>
        <Fact name="Incidents">
          <IncidentFacts cluster={cluster} />
        </Fact>
        <Fact name="Aliases">
          <AliasFacts cluster={cluster} />
        </Fact>
        <Fact name="Last drill and jobs">
          <DrillFact cluster={cluster} />
          <JobFacts cluster={cluster} />
        </Fact>
      </dl>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="mb-0.5 text-caption text-faint">{name}</dt>
      <dd className="grid min-w-0 justify-items-start gap-0.5 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
