import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { MAX_SELECTED_BACKUPS } from '@/lib/contract/limits.ts';
import { backupId } from '@/lib/contract/names.ts';
import { loadDeletion } from '@/lib/pages/load-deletion.ts';
import { orFailure } from '@/lib/pages/page-failures.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { deleteBackups } from '../actions.ts';
import { BackupUnreadable } from '../backup-unreadable.tsx';
import { DeleteView } from './delete-view.tsx';

export const metadata: Metadata = { title: 'Delete backups' };

/** The review of a deletion of one or several backups: `?backup=…&backup=…`. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  const { cluster, identity } = await openCluster(params);
  const ids = idsIn((await searchParams).backup);
  const loaded = await orFailure(() => loadDeletion(cluster, ids, identity));
  if ('failure' in loaded) return <BackupUnreadable id={ids[0]!} failure={loaded.failure} />;
  return <DeleteView ids={ids} review={loaded.value} remove={deleteBackups} />;
}

function idsIn(named: string | string[] | undefined): string[] {
  const ids = [...new Set([named ?? []].flat())];
  if (ids.length === 0 || ids.length > MAX_SELECTED_BACKUPS || !ids.every((id) => backupId.safeParse(id).success))
    notFound();
  return ids;
}
