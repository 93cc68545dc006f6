import type { Metadata } from 'next';
import { DrillView } from '@/components/drills/drill-view.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupIdOfPage } from '@/lib/pages/cluster-backups.ts';
import { drillClusterOf } from '@/lib/pages/drill-cluster.ts';
import { orNotFound } from '@/lib/pages/page-failures.ts';
import { startDrill } from '../../../drill-actions.ts';

export const metadata: Metadata = { title: 'Drill a backup' };

export default async function Page({ params }: { params: Promise<{ cluster: string; group: string; name: string }> }) {
  const { cluster } = await openCluster(params);
  const { group, name } = await params;
  const id = await orNotFound(() => backupIdOfPage({ group, name }));
  return <DrillView key={id} backup={{ id }} on={drillClusterOf(cluster)} start={startDrill} />;
}
