import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { changeAlias } from '../actions.ts';
import { ChangeView } from '../change-view.tsx';
import { nameIn } from '../name-in.ts';

interface Props {
  params: Promise<{ cluster: string; name: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Remove an index from ${nameIn(await params)}` };
}

export default async function Page({ params, searchParams }: Props) {
  await openCluster(params);
  const alias = nameIn(await params);
  const { index, writes } = await searchParams;
  return (
    <ChangeView
      key={`${alias} ${String(index)}`}
      change="remove"
      alias={alias}
      index={typeof index === 'string' ? index : ''}
      keepWrites={writes === 'keep'}
      action={changeAlias}
    />
  );
}
