import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { LookUpView } from './look-up-view.tsx';

export const metadata: Metadata = { title: 'Look-up' };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  await openCluster(params);
  return <LookUpView />;
}
