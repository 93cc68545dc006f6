import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { clusterProps } from '@/lib/pages/cluster-props.ts';
import { readSavedNames } from '@/lib/saved-input/saved-names.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { keepTicked, startBackup } from '../actions.ts';
import { BackUpView } from './back-up-view.tsx';

export const metadata: Metadata = { title: 'Back up now' };

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  const opened = await openCluster(params);
  const { kept } = await searchParams;
  return (
    <BackUpView
      {...clusterProps(opened)}
      kept={typeof kept === 'string' ? readSavedNames(opened.cluster.key, kept) : null}
      start={startBackup}
      keep={keepTicked}
    />
  );
}
