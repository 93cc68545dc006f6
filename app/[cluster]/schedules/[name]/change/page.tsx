import type { Metadata } from 'next';
import { JobsUnreadable } from '@/components/jobs/jobs-unreadable.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { sourcePlace } from '@/lib/contract/backup-ref.ts';
import { scheduleOn } from '@/lib/pages/load-schedules.ts';
import { orFailure } from '@/lib/pages/page-failures.ts';
import { saveSelection } from '../../../backups/actions.ts';
import { changeSchedule } from '../../actions.ts';
import { nameIn } from '../../name-in.ts';
import { timeZones } from '../../time-zones.ts';
import { ChangeView } from './change-view.tsx';

interface Props {
  params: Promise<{ cluster: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Change ${nameIn(await params)}` };
}

export default async function Page({ params }: Props) {
  const { cluster } = await openCluster(params);
  const name = nameIn(await params);
  const loaded = await orFailure(() => scheduleOn(cluster, name));
  if ('failure' in loaded) return <JobsUnreadable heading={`Change ${name}`} failure={loaded.failure} />;
  const schedule = loaded.value;
  return (
    <ChangeView
      key={schedule.changedAt}
      spec={schedule.spec}
      seen={schedule.changedAt}
      change={changeSchedule}
      saveNames={saveSelection}
      timeZones={timeZones()}
      backupsAt={sourcePlace(cluster.backupSource)}
    />
  );
}
