import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { changeRepository } from '../actions.ts';
import { nameIn } from '../name-in.ts';
import { ChangeView } from './change-view.tsx';

export const metadata: Metadata = { title: 'Change a repository' };

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  await openCluster(params);
  const name = nameIn(await searchParams) ?? '';
  return <ChangeView key={name} name={name} action={changeRepository} />;
}
