import type { Metadata } from 'next';
import { JobsUnreadable } from '@/components/jobs/jobs-unreadable.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { loadIncident } from '@/lib/pages/load-incident.ts';
import { orFailure } from '@/lib/pages/page-failures.ts';
import { acknowledge, addMute, closeIncident, comment, endMute } from '../actions.ts';
import { IncidentView } from './incident-view.tsx';

interface Props {
  params: Promise<{ cluster: string; id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Incident ${(await params).id.slice(0, 15)}` };
}

/** One incident: what, since when, what to do, and what has happened until now. */
export default async function Page({ params }: Props) {
  const { cluster } = await openCluster(params);
  const { id } = await params;
  const loaded = await orFailure(() => loadIncident(cluster, id));
  if ('failure' in loaded) return <JobsUnreadable heading={`Incident ${id}`} failure={loaded.failure} />;
  return (
    <IncidentView
      key={id}
      id={id}
      initial={loaded.value}
      actions={{ acknowledge, close: closeIncident, comment, muting: { add: addMute, end: endMute } }}
    />
  );
}
