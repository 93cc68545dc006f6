import Link from 'next/link';
import { paths } from '@/components/paths.ts';
import type { StandingApprovals } from '@/lib/contract/clusters-page.ts';
import { plural } from '@/lib/format.ts';

interface ClusterApprovalsProps {
  cluster: { key: string; name: string };
  approvals: StandingApprovals;
}

/** Below a cluster in the list: the plans there that wait for a second person, and this person's approved ones. */
export function ClusterApprovals({
  cluster: { key, name },
  approvals: { approved, others, waiting },
}: ClusterApprovalsProps) {
  const sentences = [
    others > 0 && `${plural(others, 'plan')} ${others === 1 ? 'waits' : 'wait'} for approval`,
    waiting > 0 && `${plural(waiting, 'plan')} of yours ${waiting === 1 ? 'waits' : 'wait'}`,
    approved > 0 && `${plural(approved, 'plan')} of yours approved`,
  ].filter((sentence) => sentence !== false);
  if (sentences.length === 0) return null;
  return (
    <p className="text-small">
      <Link
        href={paths.approvals(key)}
        prefetch={false}
        className="link relative inline-flex min-h-6 items-center max-mid:min-h-11"
      >
        {sentences.join('; ')}
        <span className="sr-only"> on {name}</span>
      </Link>
    </p>
  );
}
