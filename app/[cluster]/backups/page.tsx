import type { Metadata } from 'next';
import { createLoader } from 'nuqs/server';
import { presentIn } from '@/components/address-parsers.ts';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupsFilter } from '@/lib/contract/backups-page.ts';
import { loadBackups } from '@/lib/pages/load-backups.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { forgetLostBackups, verifyBackups } from './actions.ts';
import { backupsAddress } from './address.ts';
import { BackupsView } from './backups-view.tsx';

export const metadata: Metadata = { title: 'Backups' };

const loadAddress = createLoader(backupsAddress);

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  const { cluster, identity } = await openCluster(params);
  const filter = presentIn(await loadAddress(searchParams));
  return (
    <BackupsView
      initial={await loadBackups(cluster, backupsFilter.parse(filter), identity)}
      initialFilter={filter}
      verify={verifyBackups}
      forgetLost={forgetLostBackups}
    />
  );
}
