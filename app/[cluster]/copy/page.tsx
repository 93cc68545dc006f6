import type { Metadata } from 'next';
import { createLoader } from 'nuqs/server';
import { presentIn } from '@/components/address-parsers.ts';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupsFilter } from '@/lib/contract/backups-page.ts';
import { isSameCluster, readableSource } from '@/lib/pages/copy-source.ts';
import { loadBackups } from '@/lib/pages/load-backups.ts';
import { orNotFound } from '@/lib/pages/page-failures.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { copyAddress, urlKeys } from './address.ts';
import { CopyView } from './copy-view.tsx';

export const metadata: Metadata = { title: 'Copy from another cluster' };

const loadAddress = createLoader(copyAddress, { urlKeys });

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  const { cluster, identity } = await openCluster(params);
  const { from, ...wanted } = presentIn(await loadAddress(searchParams));
  const source = await orNotFound(() => readableSource({ cluster, identity }, from));
  if (source.key === cluster.key) return <CopyView initial={null} sameCluster={false} />;
  const initial = await loadBackups(source, backupsFilter.parse(wanted), identity);
  return (
    <CopyView initial={{ from: source.key, wanted, page: initial }} sameCluster={isSameCluster(source, cluster)} />
  );
}
