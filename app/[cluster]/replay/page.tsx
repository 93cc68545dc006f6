import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { startReplay } from './actions.ts';
import { ReplayView } from './replay-view.tsx';

export const metadata: Metadata = { title: 'Replay' };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await openCluster(params);
  return <ReplayView configured={cluster.replay !== null} start={startReplay} />;
}
