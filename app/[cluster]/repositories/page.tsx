import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { runPolicyNow, verifyRepository } from './actions.ts';
import { nameIn } from './name-in.ts';
import { RepositoriesView } from './repositories-view.tsx';

export const metadata: Metadata = { title: 'Repositories' };

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  await openCluster(params);
  return <RepositoriesView name={nameIn(await searchParams)} verify={verifyRepository} runPolicy={runPolicyNow} />;
}
