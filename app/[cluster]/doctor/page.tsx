import type { Metadata } from 'next';
import { Heading } from '@/components/ui/heading.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { DoctorView } from './doctor-view.tsx';

export const metadata: Metadata = { title: 'Installation check' };

/** Whether this installation and the cluster are as Restore Desk needs them: for admins. */
export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { may } = await openCluster(params);
  const allowed = may['run-doctor'];
  if (allowed.allowed) return <DoctorView />;
  return (
    <>
      <Heading>Installation check</Heading>
      <Notice tone="warn" title="Not for your role">
        <p>{allowed.why}</p>
      </Notice>
    </>
  );
}
