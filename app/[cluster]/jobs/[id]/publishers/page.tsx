import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { loadPublishers } from '@/lib/pages/load-publishers.ts';
import { orNotFound } from '@/lib/pages/page-failures.ts';
import { markCommand } from '../../follow-up-actions.ts';
import { PublishersView } from './publishers-view.tsx';

export const metadata: Metadata = { title: 'Let the publishers send again' };

export default async function Page({ params }: { params: Promise<{ cluster: string; id: string }> }) {
  const { cluster } = await openCluster(params);
  const { id } = await params;
  const initial = await orNotFound(() => loadPublishers(cluster, id));
  return <PublishersView initial={initial} mark={markCommand} />;
}
