import { OverviewView } from './overview-view.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  await openCluster(params);
  return <OverviewView />;
}
