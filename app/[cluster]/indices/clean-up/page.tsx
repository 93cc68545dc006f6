import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { cleanUp } from '../actions.ts';
import { CleanUpView } from './clean-up-view.tsx';

export const metadata: Metadata = { title: 'Clean up' };

interface Props {
  params: Promise<{ cluster: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  await openCluster(params);
  const { keep, olderThan, aliases } = await searchParams;
  const text = (value: string | string[] | undefined, otherwise: string) =>
    typeof value === 'string' ? value.slice(0, 8_000) : otherwise;
  return (
    <CleanUpView
      initial={{ keep: text(keep, '1'), olderThan: text(olderThan, ''), aliases: text(aliases, '') }}
      action={cleanUp}
    />
  );
}
