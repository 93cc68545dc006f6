import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { isGood } from '@/lib/views/backups-of-alias.ts';
import { otherGoodOnes } from '@/lib/views/backups-page.ts';
import { idOf } from '@/lib/views/backup-file.ts';
import { loadBackup } from '@/lib/views/load-backup.ts';
import { listingOf, verifiedIn } from '@/lib/views/load-backups.ts';
import { orFailure } from '@/lib/views/or-failure.ts';
import { orNotFound } from '@/lib/views/or-not-found.ts';
import { deleteBackup } from '../../../actions.ts';
import { BackupUnreadable } from '../../../backup-unreadable.tsx';
import { DeleteView } from './delete-view.tsx';

export const metadata: Metadata = { title: 'Delete a backup' };

export default async function Page({ params }: { params: Promise<{ cluster: string; group: string; name: string }> }) {
  const { cluster } = await openCluster(params);
  const { group, name } = await params;
  const id = await orNotFound(() => idOf({ group, name }));
  const loaded = await orFailure(() => loadBackup(cluster, id));
  if ('failure' in loaded) return <BackupUnreadable id={id} failure={loaded.failure} />;
  const { row, summary } = loaded.value;
  const listing = await listingOf(cluster);
  return (
    <DeleteView
      row={row}
      good={isGood(summary, row.verified ?? undefined)}
      others={otherGoodOnes(listing, row, verifiedIn(listing))}
      remove={deleteBackup}
    />
  );
}
