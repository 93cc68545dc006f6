import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { deleteIndex } from '../actions.ts';
import { indexNameIn } from '../name-in.ts';
import { DeleteIndexView } from './delete-index-view.tsx';

export const metadata: Metadata = { title: 'Delete an index' };

export default async function Page({ params }: { params: Promise<{ cluster: string; name: string }> }) {
  await openCluster(params);
  const index = indexNameIn(await params);
  return <DeleteIndexView key={index} index={index} action={deleteIndex} />;
}
