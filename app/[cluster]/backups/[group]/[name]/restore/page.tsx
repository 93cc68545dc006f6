import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupIdOfPage } from '@/lib/pages/cluster-backups.ts';
import { clusterProps } from '@/lib/pages/cluster-props.ts';
import { readSavedOverrides } from '@/lib/saved-input/saved-overrides.ts';
import { loadBackup } from '@/lib/pages/load-backup.ts';
import { orFailure, orNotFound } from '@/lib/pages/page-failures.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { keepTyped, startRestore } from '../../../actions.ts';
import { BackupUnreadable } from '../../../backup-unreadable.tsx';
import { ReviewView } from './review-view.tsx';

export const metadata: Metadata = { title: 'Review a restore' };

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string; group: string; name: string }>;
  searchParams: SearchParams;
}) {
  const opened = await openCluster(params);
  const { group, name } = await params;
  const id = await orNotFound(() => backupIdOfPage({ group, name }));
  const loaded = await orFailure(() => loadBackup(opened.cluster, id));
  if ('failure' in loaded) return <BackupUnreadable cluster={opened.cluster.key} id={id} failure={loaded.failure} />;
  const typed = Object.entries(await searchParams).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value]] : [],
  );
  const { typed: key } = Object.fromEntries(typed) as Record<string, string | undefined>;
  const kept = key === undefined ? null : readSavedOverrides(opened.cluster.key, key);
  return (
    <ReviewView
      {...clusterProps(opened)}
      row={loaded.value.row}
      initialSearch={new URLSearchParams(typed).toString()}
      kept={kept}
      start={startRestore}
      keep={keepTyped}
    />
  );
}
