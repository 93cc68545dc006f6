import type { Metadata } from 'next';
import { IndicesView } from './indices-view.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';

export const metadata: Metadata = { title: 'Indices' };

interface Props {
  params: Promise<{ cluster: string }>;
}

export default async function Page({ params }: Props) {
  await openCluster(params);
  return <IndicesView />;
}
