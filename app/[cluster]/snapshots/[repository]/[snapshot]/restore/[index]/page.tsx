import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { startRestoreSnapshot } from '../actions.ts';
import { indexIn, type IndexParams } from './address.ts';
import { ReviewView } from './review-view.tsx';

export const metadata: Metadata = { title: 'Review a restore' };

export default async function Page({ params }: { params: IndexParams }) {
  await openCluster(params);
  const of = await indexIn(params);
  return <ReviewView key={JSON.stringify(of)} of={of} start={startRestoreSnapshot} />;
}
