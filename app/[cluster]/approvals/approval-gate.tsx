'use client';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useCallback, useEffect } from 'react';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button } from '@/components/ui/button.tsx';
import { AreaField } from '@/components/ui/field.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useAction } from '@/components/use-action.ts';
import type { Guard } from '@/lib/contract/reviews.ts';
import { askForApproval } from './actions.ts';
import { ApprovalValidity } from './approval-validity.tsx';

interface Props {
  fingerprint: string;
  approval: Guard['approval'];
  /** Why it can't wait; sent along with the plan. */
  reason: string;
  onReason: (reason: string) => void;
}

/** How often the plan is requested again while it waits for an approval; without a change on the cluster it is the same plan. */
const POLL_MS = 5000;

/** On the review of a plan that needs a second person: request, wait, see who approved; or break glass with a reason. */
export function ApprovalGate({ fingerprint, approval, reason, onReason }: Props) {
  const cluster = useCluster();
  const queries = useQueryClient();
  const mayNotSwitch = useBlocked('switch');
  const look = useCallback(() => void queries.invalidateQueries({ queryKey: [cluster.key] }), [queries, cluster.key]);
  const { act, pending, failure } = useAction(askForApproval, look, { stay: true });
  const waiting = approval.state === 'requested';
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(look, POLL_MS);
    return () => clearInterval(timer);
  }, [waiting, look]);
  if (approval.state === 'not-needed') return null;
  if (approval.state === 'given') {
    return (
      <Notice tone="ok" live="status" title={`Approved by ${approval.approval.approvedBy ?? 'a second person'}`}>
        <ApprovalValidity approval={approval.approval} />
      </Notice>
    );
  }
  return (
    <Notice
      tone="warn"
      live="status"
      title={waiting ? 'Waiting for a second person' : 'A second person must approve this'}
      actions={
        !waiting && (
          <Button
            blocked={mayNotSwitch}
            pending={pending && 'Asking…'}
            onClick={() => void act({ cluster: cluster.key, fingerprint })}
          >
            Ask for approval
          </Button>
        )
      }
    >
      {waiting && (
        <p>
          Send a colleague to <Link href={paths.approvals(cluster.key)}>the approvals of this cluster</Link>. It holds
          until <Time at={approval.approval.expiresAt} show="absolute" />.
        </p>
      )}
      {failure && <FailureNotice failure={failure} title="Not asked" />}
      <details className="mt-1">
        <summary className="text-[13px]">It can’t wait: break the glass</summary>
        <AreaField
          label="Why it can’t wait for a second person"
          hint="At least ten characters. It goes into the record and the log, with your name, for everybody to read."
          rows={2}
          value={reason}
          onChange={(event) => onReason(event.target.value)}
          className="mt-2"
        />
      </details>
    </Notice>
  );
}
