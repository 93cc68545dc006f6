import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { startUndoCarryForward } from '../../carry-forward-actions.ts';
import { UndoView } from './undo-view.tsx';

export const metadata: Metadata = { title: 'Undo' };

export default async function Page({ params }: { params: Promise<{ cluster: string; id: string }> }) {
  await openCluster(params);
  const { id } = await params;
  return <UndoView job={id} action={startUndoCarryForward} />;
}
