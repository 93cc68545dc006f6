import { notFound } from 'next/navigation';
import { openCluster } from '@/lib/access/open-cluster.ts';

/** Any other address below a cluster: 404, inside its frame. */
export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  await openCluster(params);
  notFound();
}
