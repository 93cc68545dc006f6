import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { shortIndexName } from '@/lib/format.ts';
import { IndexView } from './index-view.tsx';

interface Props {
  params: Promise<{ cluster: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: shortIndexName(nameIn(await params)) };
}

export default async function Page({ params }: Props) {
  await openCluster(params);
  const name = nameIn(await params);
  return <IndexView key={name} name={name} />;
}

/** Next passes it percent-encoded. */
function nameIn({ name }: { name: string }): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
