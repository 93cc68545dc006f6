import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { namesIn } from '../name-in.ts';
import { startSeveralRestores } from './actions.ts';
import { SeveralView } from './several-view.tsx';

export const metadata: Metadata = { title: 'Restore several indices' };

export default async function Page({
  params,
}: {
  params: Promise<{ cluster: string; repository: string; snapshot: string }>;
}) {
  await openCluster(params);
  const { repository, snapshot } = namesIn(await params);
  return (
    <SeveralView
      key={`${repository}/${snapshot}`}
      repository={repository}
      snapshot={snapshot}
      start={startSeveralRestores}
    />
  );
}
