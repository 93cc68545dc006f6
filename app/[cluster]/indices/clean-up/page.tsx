import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { cleanUp } from '../actions.ts';
import { CleanUpView } from './clean-up-view.tsx';

export const metadata: Metadata = { title: 'Clean up' };

interface Props {
  params: Promise<{ cluster: string }>;
}

export default async function Page({ params }: Props) {
  await openCluster(params);
  return <CleanUpView action={cleanUp} />;
}
