import type { Metadata } from 'next';
import { createLoader } from 'nuqs/server';
import { choicesAddress } from '@/components/restore/choices-address.ts';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupIdOfPage } from '@/lib/pages/cluster-backups.ts';
import { readSavedOverrides } from '@/lib/saved-input/saved-overrides.ts';
import { loadBackup } from '@/lib/pages/load-backup.ts';
import { orFailure, orNotFound } from '@/lib/pages/page-failures.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { startComparison } from '../../../../compare/actions.ts';
import { saveTypedOverrides, startRestore } from '../../../actions.ts';
import { BackupUnreadable } from '../../../backup-unreadable.tsx';
import { ReviewView } from './review-view.tsx';

export const metadata: Metadata = { title: 'Review a restore' };

const loadAddress = createLoader(choicesAddress);

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string; group: string; name: string }>;
  searchParams: SearchParams;
}) {
  const { cluster } = await openCluster(params);
  const { group, name } = await params;
  const id = await orNotFound(() => backupIdOfPage({ group, name }));
  const loaded = await orFailure(() => loadBackup(cluster, id));
  if ('failure' in loaded) return <BackupUnreadable id={id} failure={loaded.failure} />;
  const { typed: key } = await loadAddress(searchParams);
  const kept = key === null ? null : readSavedOverrides(cluster.key, key);
  return (
    <ReviewView
      row={loaded.value.row}
      savedInput={kept}
      start={startRestore}
      saveInput={saveTypedOverrides}
      compare={startComparison}
    />
  );
}
