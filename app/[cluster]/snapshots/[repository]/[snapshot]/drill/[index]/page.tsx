import type { Metadata } from 'next';
import { DrillView } from '@/components/drills/drill-view.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { drillClusterOf } from '@/lib/pages/drill-cluster.ts';
import { startDrill } from '../../../../../backups/drill-actions.ts';
import { indexIn, type IndexParams } from '../../restore/[index]/address.ts';

export const metadata: Metadata = { title: 'Drill an index of a snapshot' };

export default async function Page({ params }: { params: IndexParams }) {
  const { cluster } = await openCluster(params);
  const of = await indexIn(params);
  return <DrillView key={JSON.stringify(of)} backup={of} on={drillClusterOf(cluster)} start={startDrill} />;
}
