import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { changeIndexState } from '../actions.ts';
import { ChangeStateView } from '../change-state-view.tsx';
import { indexNameIn } from '../name-in.ts';

export const metadata: Metadata = { title: 'Open an index' };

export default async function Page({ params }: { params: Promise<{ cluster: string; name: string }> }) {
  await openCluster(params);
  const index = indexNameIn(await params);
  return <ChangeStateView key={index} index={index} verb="open" action={changeIndexState} />;
}
