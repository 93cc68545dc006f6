import Link from 'next/link';
import type { RepositoryRow } from '@/lib/contract/repositories-page.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { VerifiedNodes } from '@/components/repositories/verified-nodes.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';

/** Which nodes can use the repository, by the last verification. */
export function VerifiedPanel({ row: { verification, unverifiedNodes } }: { row: RepositoryRow }) {
  const { key } = useCluster();
  const verified = verification?.nodes ?? [];
  const isComplete = verification !== null && verification.problem === null && (unverifiedNodes ?? []).length === 0;
  return (
    <Panel title={isComplete ? 'Verified on every node' : 'Nodes that can use it'}>
      {verification?.problem != null && (
        <p className="mb-2 text-small">
          <State level="bad">{verification.problem}</State>
        </p>
      )}
      {verification === null ? (
        <p className="text-small text-muted">
          Not verified from here yet. Verify now: every node writes a file to it and reads it.
        </p>
      ) : (
        <>
          <VerifiedNodes verified={verified} missing={verification.problem === null ? (unverifiedNodes ?? []) : []} />
          <p className="mt-3 text-small text-muted">
            <Link className="link" prefetch={false} href={paths.job(key, verification.job)}>
              Job {verification.job}
            </Link>
            , <Time at={verification.at} />
          </p>
        </>
      )}
    </Panel>
  );
}
