import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { deleteSnapshot } from '../../../actions.ts';
import { namesIn } from '../name-in.ts';
import { DeleteSnapshotView } from './delete-snapshot-view.tsx';

export const metadata: Metadata = { title: 'Delete a snapshot' };

export default async function Page({
  params,
}: {
  params: Promise<{ cluster: string; repository: string; snapshot: string }>;
}) {
  await openCluster(params);
  const { repository, snapshot } = namesIn(await params);
  return (
    <DeleteSnapshotView
      key={`${repository}/${snapshot}`}
      repository={repository}
      name={snapshot}
      remove={deleteSnapshot}
    />
  );
}
