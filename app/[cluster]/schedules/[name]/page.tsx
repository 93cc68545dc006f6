import type { Metadata } from 'next';
import { JobsUnreadable } from '@/components/jobs/jobs-unreadable.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { loadSchedule } from '@/lib/pages/load-schedules.ts';
import { orFailure } from '@/lib/pages/page-failures.ts';
import { pauseSchedule, removeSchedule, resumeSchedule, runScheduleNow } from '../actions.ts';
import { nameIn } from '../name-in.ts';
import { ScheduleView } from './schedule-view.tsx';

interface Props {
  params: Promise<{ cluster: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: nameIn(await params) };
}

export default async function Page({ params }: Props) {
  const { cluster } = await openCluster(params);
  const name = nameIn(await params);
  const loaded = await orFailure(() => loadSchedule(cluster, name));
  if ('failure' in loaded) return <JobsUnreadable heading={name} failure={loaded.failure} />;
  return (
    <ScheduleView
      key={name}
      name={name}
      initial={loaded.value}
      actions={{ pause: pauseSchedule, resume: resumeSchedule, remove: removeSchedule, runNow: runScheduleNow }}
    />
  );
}
