import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { isGood } from '@/lib/views/backups-of-alias.ts';
import { otherGoodOnes } from '@/lib/views/backups-page.ts';
import { idOf } from '@/lib/views/backup-file.ts';
import { wordsOf } from '@/lib/views/cluster-words.ts';
import { loadBackup } from '@/lib/views/load-backup.ts';
import { listingOf, verifiedIn } from '@/lib/views/load-backups.ts';
import { orNotFound } from '@/lib/views/or-not-found.ts';
import { deleteBackup } from '../../../actions.ts';
import { DeleteView } from './delete-view.tsx';

export const metadata: Metadata = { title: 'Delete a backup' };

export default async function Page({ params }: { params: Promise<{ cluster: string; group: string; name: string }> }) {
  const opened = await openCluster(params);
  const { group, name } = await params;
  const id = await orNotFound(() => idOf({ group, name }));
  const { row, summary } = await orNotFound(() => loadBackup(opened.cluster, id));
  const listing = await listingOf(opened.cluster);
  return (
    <DeleteView
      {...wordsOf(opened)}
      row={row}
      good={isGood(summary, row.verified ?? undefined)}
      others={otherGoodOnes(listing, row, verifiedIn(listing))}
      remove={deleteBackup}
    />
  );
}
