import type { Metadata } from 'next';
import { createLoader } from 'nuqs/server';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { readSavedNames } from '@/lib/saved-input/saved-names.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { saveSelection, startBackup } from '../actions.ts';
import { startSnapshot } from './actions.ts';
import { selectionAddress } from './address.ts';
import { BackUpView } from './back-up-view.tsx';

export const metadata: Metadata = { title: 'Back up now' };

const loadAddress = createLoader(selectionAddress);

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  const { cluster } = await openCluster(params);
  const { kept } = await loadAddress(searchParams);
  return (
    <BackUpView
      savedInput={kept === null ? null : readSavedNames(cluster.key, kept)}
      start={startBackup}
      startSnapshot={startSnapshot}
      saveInput={saveSelection}
    />
  );
}
