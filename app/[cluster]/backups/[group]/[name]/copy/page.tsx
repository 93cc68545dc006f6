import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupIdOfPage, backupRefOn } from '@/lib/pages/cluster-backups.ts';
import { orFailure, orNotFound } from '@/lib/pages/page-failures.ts';
import { BackupUnreadable } from '../../../backup-unreadable.tsx';
import { CopyTo } from './copy-to.tsx';

export const metadata: Metadata = { title: 'Copy to another cluster' };

/** Which other cluster a backup of this one is restored on. */
export default async function Page({ params }: { params: Promise<{ cluster: string; group: string; name: string }> }) {
  const { cluster } = await openCluster(params);
  const { group, name } = await params;
  const id = await orNotFound(() => backupIdOfPage({ group, name }));
  const found = await orFailure(() => backupRefOn(cluster, id));
  return 'failure' in found ? <BackupUnreadable id={id} failure={found.failure} /> : <CopyTo id={id} />;
}
