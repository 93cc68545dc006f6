import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { wordsOf } from '@/lib/views/cluster-words.ts';
import { startBackup } from '../actions.ts';
import { BackUpView } from './back-up-view.tsx';

export const metadata: Metadata = { title: 'Back up now' };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  return <BackUpView {...wordsOf(await openCluster(params))} start={startBackup} />;
}
