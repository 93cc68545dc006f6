import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { isGood } from '@/lib/present/backup-state.ts';
import { otherGoodBackups } from '@/lib/present/backups-page.ts';
import { backupIdOfPage } from '@/lib/pages/cluster-backups.ts';
import { loadBackup } from '@/lib/pages/load-backup.ts';
import { listingOf, verifiedStatesOf } from '@/lib/pages/load-backups.ts';
import { orFailure, orNotFound } from '@/lib/pages/page-failures.ts';
import { deleteBackup } from '../../../actions.ts';
import { BackupUnreadable } from '../../../backup-unreadable.tsx';
import { DeleteView } from './delete-view.tsx';

export const metadata: Metadata = { title: 'Delete a backup' };

export default async function Page({ params }: { params: Promise<{ cluster: string; group: string; name: string }> }) {
  const { cluster } = await openCluster(params);
  const { group, name } = await params;
  const id = await orNotFound(() => backupIdOfPage({ group, name }));
  const loaded = await orFailure(() => loadBackup(cluster, id));
  if ('failure' in loaded) return <BackupUnreadable id={id} failure={loaded.failure} />;
  const { row, summary } = loaded.value;
  const listing = await listingOf(cluster);
  return (
    <DeleteView
      id={id}
      initial={loaded.value}
      good={isGood(summary, row.verified)}
      others={otherGoodBackups(listing, summary, verifiedStatesOf(listing))}
      remove={deleteBackup}
    />
  );
}
