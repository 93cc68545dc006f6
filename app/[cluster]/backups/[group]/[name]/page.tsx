import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupIdOfPage } from '@/lib/pages/cluster-backups.ts';
import { loadBackup } from '@/lib/pages/load-backup.ts';
import { orFailure, orNotFound } from '@/lib/pages/page-failures.ts';
import { pinBackup, unpinBackup, verifyBackups } from '../../actions.ts';
import { BackupUnreadable } from '../../backup-unreadable.tsx';
import { BackupView } from './backup-view.tsx';

const PINS = { pin: pinBackup, unpin: unpinBackup };

interface Props {
  params: Promise<{ cluster: string; group: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Page({ params }: Props) {
  const { cluster, identity } = await openCluster(params);
  const { group, name } = await params;
  const id = await orNotFound(() => backupIdOfPage({ group, name }));
  const loaded = await orFailure(() => loadBackup(cluster, id, identity));
  if ('failure' in loaded) return <BackupUnreadable id={id} failure={loaded.failure} />;
  return <BackupView id={id} initial={loaded.value} verify={verifyBackups} pins={PINS} />;
}
