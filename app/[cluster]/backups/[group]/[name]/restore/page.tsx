import type { Metadata } from 'next';
import { createLoader } from 'nuqs/server';
import { choicesAddress } from '@/components/restore/choices-address.ts';
import type { CopySource } from '@/components/restore/copy-route.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupIdOfPage } from '@/lib/pages/cluster-backups.ts';
import { readSavedOverrides } from '@/lib/saved-input/saved-overrides.ts';
import type { ConfiguredCluster } from '@/lib/config.ts';
import { isSameCluster, readableSource } from '@/lib/pages/copy-source.ts';
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
  const { cluster, identity } = await openCluster(params);
  const { group, name } = await params;
  const id = await orNotFound(() => backupIdOfPage({ group, name }));
  const { typed: key, from } = await loadAddress(searchParams);
  const source = await orNotFound(() => readableSource({ cluster, identity }, from ?? undefined));
  const loaded = await orFailure(() => loadBackup(source, id, identity));
  if ('failure' in loaded) return <BackupUnreadable id={id} failure={loaded.failure} />;
  const kept = key === null ? null : readSavedOverrides(cluster.key, key);
  return (
    <ReviewView
      row={loaded.value.row}
      source={source.key === cluster.key ? null : sourceShown(source, cluster)}
      savedInput={kept}
      start={startRestore}
      saveInput={saveTypedOverrides}
      compare={startComparison}
    />
  );
}

function sourceShown(source: ConfiguredCluster, cluster: ConfiguredCluster): CopySource {
  const { colour, environment, key, name } = source;
  return { key, name, environment, colour, sameCluster: isSameCluster(source, cluster) };
}
