import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { isDemo } from '@/lib/jobs/reset-demo.ts';
import { resetDemo } from './actions.ts';
import { ResetDemoView } from './reset-demo-view.tsx';

export const metadata: Metadata = { title: 'Reset the demo' };

interface Props {
  params: Promise<{ cluster: string }>;
}

export default async function Page({ params }: Props) {
  await openCluster(params);
  if (!isDemo()) notFound();
  return <ResetDemoView action={resetDemo} />;
}
