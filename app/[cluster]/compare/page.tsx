import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { startComparison } from './actions.ts';
import { CompareView } from './compare-view.tsx';

export const metadata: Metadata = { title: 'Compare' };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  await openCluster(params);
  return <CompareView start={startComparison} />;
}
