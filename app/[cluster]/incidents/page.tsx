import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { addMute, endMute } from './actions.ts';
import { IncidentsView } from './incidents-view.tsx';

export const metadata: Metadata = { title: 'Incidents' };

/** What was noticed on this cluster, and which messages about it are muted. */
export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  await openCluster(params);
  return <IncidentsView muting={{ add: addMute, end: endMute }} />;
}
