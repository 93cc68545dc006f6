import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { AliasView } from './alias-view.tsx';
import { nameIn } from './name-in.ts';

interface Props {
  params: Promise<{ cluster: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: nameIn(await params) };
}

export default async function Page({ params }: Props) {
  await openCluster(params);
  const alias = nameIn(await params);
  return <AliasView key={alias} alias={alias} />;
}
