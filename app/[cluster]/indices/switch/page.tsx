import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { switchAlias } from '../actions.ts';
import { SwitchView } from './switch-view.tsx';

export const metadata: Metadata = { title: 'Switch an alias' };

interface Props {
  params: Promise<{ cluster: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  await openCluster(params);
  const { index, alias } = await searchParams;
  return (
    <SwitchView
      key={`${String(index)} ${String(alias)}`}
      index={typeof index === 'string' ? index : ''}
      alias={typeof alias === 'string' ? alias : ''}
      action={switchAlias}
    />
  );
}
