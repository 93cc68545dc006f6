import type { Metadata } from 'next';
import { IndicesPage } from '@/components/indices/indices-page.tsx';
import { readView } from '@/components/indices/order.ts';
import { openCluster } from '@/lib/access/open-cluster.ts';

export const metadata: Metadata = { title: 'Indices' };

interface Props {
  params: Promise<{ cluster: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  await openCluster(params);
  return <IndicesPage initial={readView(await searchParams)} />;
}
