import type { Metadata } from 'next';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { changeRepository } from '../actions.ts';
import { RegisterView } from './register-view.tsx';

export const metadata: Metadata = { title: 'Register a repository' };

export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  await openCluster(params);
  return <RegisterView action={changeRepository} />;
}
