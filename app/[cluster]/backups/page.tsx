import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupsFilter } from '@/lib/contract/backups-page.ts';
import { wordsOf } from '@/lib/pages/cluster-words.ts';
import { loadBackups } from '@/lib/pages/load-backups.ts';
import { filterIn, type SearchParams } from '@/lib/pages/search-params.ts';
import { verifyBackup } from './actions.ts';
import { BackupsView } from './backups-view.tsx';

export const metadata: Metadata = { title: 'Backups' };

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  const opened = await openCluster(params);
  const { typed, parsed } = await filterIn(searchParams, backupsFilter);
  return (
    <BackupsView
      {...wordsOf(opened)}
      initial={await loadBackups(opened.cluster, parsed)}
      initialFilter={typed}
      verify={verifyBackup}
    />
  );
}
