import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { openCluster } from '@/lib/access/open-cluster.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { changeRepository } from '../actions.ts';
import { nameIn } from '../name-in.ts';
import { ReviewView } from './review-view.tsx';

export const metadata: Metadata = { title: 'Review a repository' };

/** `?name=…&action=clean-up` or `unregister`. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  await openCluster(params);
  const asked = await searchParams;
  const { action } = asked;
  const name = nameIn(asked);
  if (name === undefined || (action !== 'clean-up' && action !== 'unregister')) notFound();
  return <ReviewView key={`${action} ${name}`} name={name} action={action} change={changeRepository} />;
}
