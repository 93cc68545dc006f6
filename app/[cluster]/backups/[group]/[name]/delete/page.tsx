import { redirect } from 'next/navigation';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { paths } from '@/components/paths.ts';
import { backupIdOfPage } from '@/lib/pages/cluster-backups.ts';
import { orNotFound } from '@/lib/pages/page-failures.ts';

/** The address of older versions, for bookmarks. */
export default async function Page({ params }: { params: Promise<{ cluster: string; group: string; name: string }> }) {
  const { group, name } = await params;
  const { cluster } = await openCluster(params);
  redirect(paths.deleteBackups(cluster.key, [await orNotFound(() => backupIdOfPage({ group, name }))]));
}
