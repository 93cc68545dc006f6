import type { Metadata } from 'next';
import { createLoader } from 'nuqs/server';
import { choicesAddress } from '@/components/restore/choices-address.ts';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { idOf } from '@/lib/views/backup-file.ts';
import { wordsOf } from '@/lib/views/cluster-words.ts';
import { keptOverrides } from '@/lib/views/kept-overrides.ts';
import { loadBackup } from '@/lib/views/load-backup.ts';
import { orFailure } from '@/lib/views/or-failure.ts';
import { orNotFound } from '@/lib/views/or-not-found.ts';
import type { SearchParams } from '@/lib/views/search-params.ts';
import { keepTyped, startRestore } from '../../../actions.ts';
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
  const opened = await openCluster(params);
  const { group, name } = await params;
  const id = await orNotFound(() => idOf({ group, name }));
  const loaded = await orFailure(() => loadBackup(opened.cluster, id));
  if ('failure' in loaded) return <BackupUnreadable cluster={opened.cluster.key} id={id} failure={loaded.failure} />;
  const { typed: key } = await loadAddress(searchParams);
  const kept = key === null ? null : keptOverrides(opened.cluster.key, key);
  return (
    <ReviewView
      {...wordsOf(opened)}
      row={loaded.value.row}
      savedInput={kept}
      start={startRestore}
      saveInput={keepTyped}
    />
  );
}
