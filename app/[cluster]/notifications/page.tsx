import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { testChannel } from './actions.ts';
import { NotificationsView } from './notifications-view.tsx';

export const metadata: Metadata = { title: 'Notifications' };

/** Who gets messages about incidents, and what became of them. */
export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  await openCluster(params);
  return <NotificationsView test={testChannel} />;
}
