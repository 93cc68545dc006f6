import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { pauseSchedule, removeSchedule, resumeSchedule, runScheduleNow } from './actions.ts';
import { SchedulesView } from './schedules-view.tsx';

export const metadata: Metadata = { title: 'Schedules' };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  await openCluster(params);
  return (
    <SchedulesView
      actions={{ pause: pauseSchedule, resume: resumeSchedule, remove: removeSchedule, runNow: runScheduleNow }}
    />
  );
}
