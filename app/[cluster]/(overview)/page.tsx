import { OverviewView } from './overview-view.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { paths } from '@/components/paths.ts';
import { isDemo } from '@/lib/jobs/reset-demo.ts';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { incidentsFilter } from '@/lib/contract/incidents-page.ts';
import { loadIncidents } from '@/lib/pages/load-incidents.ts';
import { orUndefined } from '@/lib/pages/page-failures.ts';

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await openCluster(params);
  return (
    <>
      <OverviewView initial={orUndefined(() => loadIncidents(cluster, incidentsFilter.parse({ state: 'open' })))} />
      {isDemo() && (
        <p className="mt-6 flex flex-wrap items-center gap-3 text-muted">
          This is the demo, with sample data: nothing here can do harm.
          <LinkButton href={paths.resetDemo(cluster.key)}>Reset the demo</LinkButton>
        </p>
      )}
    </>
  );
}
