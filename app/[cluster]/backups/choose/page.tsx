import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { clusterProps } from '@/lib/pages/cluster-props.ts';
import { loadBackups } from '@/lib/pages/load-backups.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { ChooseView } from './choose-view.tsx';
import { wantedIn } from './wanted.ts';

export const metadata: Metadata = { title: 'Choose a backup' };

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  const opened = await openCluster(params);
  const wanted = wantedIn(
    new URLSearchParams(
      Object.entries(await searchParams).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    ),
  );
  const initial = await loadBackups(opened.cluster, { ...wanted, state: 'any' });
  return <ChooseView {...clusterProps(opened)} initial={initial} initialWanted={wanted} />;
}
