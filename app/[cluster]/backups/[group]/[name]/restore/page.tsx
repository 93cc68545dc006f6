import type { Metadata } from 'next';
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
  const typed = Object.entries(await searchParams).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value]] : [],
  );
  const { typed: key } = Object.fromEntries(typed) as Record<string, string | undefined>;
  const kept = key === undefined ? null : keptOverrides(opened.cluster.key, key);
  return (
    <ReviewView
      {...wordsOf(opened)}
      row={loaded.value.row}
      initialSearch={new URLSearchParams(typed).toString()}
      savedInput={kept}
      start={startRestore}
      saveInput={keepTyped}
    />
  );
}
