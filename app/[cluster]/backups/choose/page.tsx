import type { Metadata } from 'next';
import { createLoader } from 'nuqs/server';
import { presentIn } from '@/components/address-parsers.ts';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupsFilter } from '@/lib/contract/backups-page.ts';
import { loadBackups } from '@/lib/pages/load-backups.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { ChooseView } from './choose-view.tsx';
import { choiceAddress, urlKeys } from './address.ts';

export const metadata: Metadata = { title: 'Choose a backup' };

const loadAddress = createLoader(choiceAddress, { urlKeys });

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  const { cluster, identity } = await openCluster(params);
  const wanted = presentIn(await loadAddress(searchParams));
  const initial = await loadBackups(cluster, backupsFilter.parse(wanted), identity);
  return <ChooseView initial={initial} initialWanted={wanted} />;
}
