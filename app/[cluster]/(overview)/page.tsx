import { OverviewView } from './overview-view.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { paths } from '@/components/paths.ts';
import { isDemo } from '@/lib/jobs/reset-demo.ts';
import { openCluster } from '@/lib/access/open-cluster.ts';

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await openCluster(params);
  return (
    <>
      <OverviewView />
      {isDemo() && (
        <p className="mt-6 flex flex-wrap items-center gap-3 text-muted">
          This is the demo, with sample data: nothing here can do harm.
          <LinkButton href={paths.resetDemo(cluster.key)}>Reset the demo</LinkButton>
        </p>
      )}
    </>
  );
}
