import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { idOf } from '@/lib/views/backup-file.ts';
import { loadBackup } from '@/lib/views/load-backup.ts';
import { orFailure } from '@/lib/views/or-failure.ts';
import { orNotFound } from '@/lib/views/or-not-found.ts';
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
  const { cluster } = await openCluster(params);
  const { group, name } = await params;
  const id = await orNotFound(() => idOf({ group, name }));
  const loaded = await orFailure(() => loadBackup(cluster, id));
  if ('failure' in loaded) return <BackupUnreadable id={id} failure={loaded.failure} />;
  return <BackupView id={id} initial={loaded.value} verify={verifyBackup} />;
}
