import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupIdOfPage } from '@/lib/pages/cluster-backups.ts';
import { clusterProps } from '@/lib/pages/cluster-props.ts';
import { loadBackup } from '@/lib/pages/load-backup.ts';
import { orFailure, orNotFound } from '@/lib/pages/page-failures.ts';
import { verifyBackup } from '../../actions.ts';
import { BackupUnreadable } from '../../backup-unreadable.tsx';
import { BackupView } from './backup-view.tsx';

interface Props {
  params: Promise<{ cluster: string; group: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Page({ params }: Props) {
  const opened = await openCluster(params);
  const { group, name } = await params;
  const id = await orNotFound(() => backupIdOfPage({ group, name }));
  const loaded = await orFailure(() => loadBackup(opened.cluster, id));
  if ('failure' in loaded) return <BackupUnreadable cluster={opened.cluster.key} id={id} failure={loaded.failure} />;
  return <BackupView {...clusterProps(opened)} id={id} initial={loaded.value} verify={verifyBackup} />;
}
