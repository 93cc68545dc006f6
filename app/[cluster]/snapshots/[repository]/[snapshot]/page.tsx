import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { pinSnapshot, unpinSnapshot } from '../../../backups/actions.ts';
import { namesIn } from './name-in.ts';
import { SnapshotView } from './snapshot-view.tsx';

const PINS = { pin: pinSnapshot, unpin: unpinSnapshot };

interface Props {
  params: Promise<{ cluster: string; repository: string; snapshot: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: namesIn(await params).snapshot };
}

export default async function Page({ params }: Props) {
  await openCluster(params);
  const { repository, snapshot } = namesIn(await params);
  return <SnapshotView key={`${repository}/${snapshot}`} repository={repository} name={snapshot} pins={PINS} />;
}
