import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { wordsOf } from '@/lib/views/cluster-words.ts';
import { loadBackups } from '@/lib/views/load-backups.ts';
import type { SearchParams } from '@/lib/views/search-params.ts';
import { ChooseView } from './choose-view.tsx';
import { wantedIn } from './choice-in-address.ts';

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
  return <ChooseView {...wordsOf(opened)} initial={initial} initialWanted={wanted} />;
}
