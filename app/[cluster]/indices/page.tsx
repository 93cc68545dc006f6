import type { Metadata } from 'next';
import { IndicesView } from './indices-view.tsx';
import { readView } from './view-in-address.ts';
import type { SearchParams } from '@/lib/views/search-params.ts';
import { openCluster } from '@/lib/access/open-cluster.ts';

export const metadata: Metadata = { title: 'Indices' };

interface Props {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}

export default async function Page({ params, searchParams }: Props) {
  await openCluster(params);
  return <IndicesView initial={readView(await searchParams)} />;
}
