import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { ImportView } from './import-view.tsx';

export const metadata: Metadata = { title: 'Import backups' };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  await openCluster(params);
  return <ImportView />;
}
