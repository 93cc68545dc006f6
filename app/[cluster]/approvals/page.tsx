import type { Metadata } from 'next';
import { Heading } from '@/components/ui/heading.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { loadApprovals } from '@/lib/pages/load-approvals.ts';
import { orUndefined } from '@/lib/pages/page-failures.ts';
import { ApprovalsView } from './approvals-view.tsx';

export const metadata: Metadata = { title: 'Approvals' };

/** What waits for a second person's approval on this cluster. */
export default async function Page({ params }: { params: Promise<{ cluster: string }> }) {
  const { cluster, identity } = await openCluster(params);
  return (
    <>
      <Heading
        sub={
          <p>
            Plans on {cluster.name} that need a second person’s approval. An approval is valid for exactly one plan,
            once, and for a limited time.
          </p>
        }
      >
        Approvals
      </Heading>
      <ApprovalsView initial={orUndefined(() => loadApprovals(cluster, identity))} />
    </>
  );
}
