import { redirect } from 'next/navigation';
import { paths } from '@/components/paths.ts';
import { backupIdOfPage } from '@/lib/pages/cluster-backups.ts';
import { orNotFound } from '@/lib/pages/page-failures.ts';

/** The address of older versions, for bookmarks. */
export default async function Page({ params }: { params: Promise<{ cluster: string; group: string; name: string }> }) {
  const { cluster, group, name } = await params;
  redirect(paths.deleteBackups(cluster, [await orNotFound(() => backupIdOfPage({ group, name }))]));
}
