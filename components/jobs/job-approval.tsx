import Link from 'next/link';
import type { JobApproval } from '@/lib/contract/job-page.ts';
import { useBlocked, useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { State } from '../ui/state.tsx';
import { Time } from '../ui/time.tsx';

/** Who asked for the approval that a job used, and who gave it, with the lines of the audit log about its plan. */
export function JobApprovalNote({
  approval,
  className,
}: {
  approval: JobApproval | null | undefined;
  className?: string;
}) {
  const { key } = useCluster();
  const mayNotRead = useBlocked('read-audit-log');
  if (!approval) return null;
  return (
    <p className={className}>
      <State level="ok">
        Requested by {approval.requestedBy}, approved by {approval.approvedBy ?? 'a second person'}
      </State>
      {approval.approvedAt !== null && (
        <>
          {' '}
          <Time at={approval.approvedAt} />
        </>
      )}
      {mayNotRead === null && (
        <>
          {' · '}
          <Link className="link" prefetch={false} href={paths.auditLog(key, { text: approval.fingerprint })}>
            Plan {approval.fingerprint.slice(0, 12)} in the audit log
          </Link>
        </>
      )}
    </p>
  );
}
