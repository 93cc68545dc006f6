import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { sourcePlace } from '@/lib/contract/backup-ref.ts';
import { saveSelection } from '../../backups/actions.ts';
import { addSchedule } from '../actions.ts';
import { timeZones } from '../time-zones.ts';
import { NewView } from './new-view.tsx';

export const metadata: Metadata = { title: 'New schedule' };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster } = await openCluster(params);
  return (
    <NewView
      add={addSchedule}
      saveNames={saveSelection}
      timeZones={timeZones()}
      backupsAt={sourcePlace(cluster.backupSource)}
    />
  );
}
