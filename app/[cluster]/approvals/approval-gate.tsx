'use client';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useCallback, useEffect } from 'react';
import { useApprovalBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { AreaField } from '@/components/ui/field.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useAction } from '@/components/use-action.ts';
import { REASON_CHARACTERS } from '@/lib/contract/limits.ts';
import type { Approval, Guard } from '@/lib/contract/reviews.ts';
import { askForApproval } from './actions.ts';
import { ApprovalValidity } from './approval-validity.tsx';
import { EarlierRequest, earlierTitle } from './earlier-request.tsx';
import { WithdrawButton } from './withdraw-button.tsx';

interface Asked {
  fingerprint: string;
  typedCluster?: string;
}

interface Props {
  /** The plan, and what was typed for it. */
  asked: Asked;
  /** Why the approval can't be requested yet. */
  missing: string | null;
  approval: Guard['approval'];
  /** Why it can't wait; sent along with the plan. */
  reason: string;
  onReason: (reason: string) => void;
}

/** How often the plan is requested again while it waits for an approval; without a change on the cluster it is the same plan. */
const POLL_MS = 5000;

/** Loads the plan and the approvals of this cluster again. */
function useRefresh(): () => void {
  const { key } = useCluster();
  const queries = useQueryClient();
  return useCallback(() => void queries.invalidateQueries({ queryKey: [key] }), [queries, key]);
}

/** On the review of a plan that needs a second person: request, wait, see who approved; or break glass with a reason. */
export function ApprovalGate({ asked, missing, approval, reason, onReason }: Props) {
  const refresh = useRefresh();
  const isAsked = approval.state === 'requested' || approval.state === 'given';
  useEffect(() => {
    if (!isAsked) return undefined;
    const timer = setInterval(refresh, POLL_MS);
    return () => clearInterval(timer);
  }, [isAsked, refresh]);
  switch (approval.state) {
    case 'not-needed':
      return null;
    case 'given':
      return <Given approval={approval.approval} onEnded={refresh} />;
    case 'requested':
      return (
        <Waiting approval={approval.approval} onEnded={refresh}>
          <BreakGlass reason={reason} onReason={onReason} />
        </Waiting>
      );
    case 'needed':
      return (
        <Needed asked={asked} missing={missing} approval={approval} onAsked={refresh}>
          <BreakGlass reason={reason} onReason={onReason} />
        </Needed>
      );
    default:
      return approval satisfies never;
  }
}

interface AskedProps {
  approval: Approval;
  onEnded: () => void;
  children?: React.ReactNode;
}

function Given({ approval, onEnded }: AskedProps) {
  return (
    <Notice
      tone="ok"
      live="status"
      title={`Approved by ${approval.approvedBy ?? 'a second person'}`}
      actions={<WithdrawButton approval={approval} onDone={onEnded} />}
    >
      <ApprovalValidity approval={approval} />
    </Notice>
  );
}

function Waiting({ approval, onEnded, children }: AskedProps) {
  const { key } = useCluster();
  return (
    <Notice
      tone="warn"
      live="status"
      title="Waiting for a second person"
      actions={<WithdrawButton approval={approval} onDone={onEnded} />}
    >
      <p>
        Send a colleague to <Link href={paths.approvals(key)}>the approvals of this cluster</Link>. The request is valid
        until <Time at={approval.expiresAt} show="absolute" />.
      </p>
      {children}
    </Notice>
  );
}

interface NeededProps extends Pick<Props, 'asked' | 'missing'> {
  approval: Extract<Guard['approval'], { state: 'needed' }>;
  onAsked: () => void;
  children: React.ReactNode;
}

function Needed({ asked, missing, approval: { earlier, others = [] }, onAsked, children }: NeededProps) {
  const { key } = useCluster();
  const mayNotAsk = useApprovalBlocked('ask');
  const { act, pending, failure } = useAction(askForApproval, onAsked, { stay: true });
  return (
    <Notice
      tone="warn"
      live="status"
      title={earlierTitle(earlier) ?? 'A second person must approve this'}
      actions={
        <>
          <Button
            blocked={mayNotAsk ?? missing}
            pending={pending && 'Asking…'}
            onClick={() => void act({ cluster: key, ...asked })}
          >
            Ask for approval
          </Button>
          {others.length > 0 && <LinkButton href={paths.approvals(key)}>Open the approvals</LinkButton>}
        </>
      }
    >
      {earlier && <EarlierRequest earlier={earlier} />}
      {others.map((other) => (
        <p key={other.id}>
          {other.requestedBy} requested approval of this plan <Time at={other.requestedAt} />
          {other.approvedBy === null ? ', and waits for it.' : `; ${other.approvedBy} approved it.`}
        </p>
      ))}
      {failure && <FailureNotice failure={failure} title="Approval was not requested" />}
      {children}
    </Notice>
  );
}

function BreakGlass({ reason, onReason }: Pick<Props, 'reason' | 'onReason'>) {
  return (
    <details className="mt-1">
      <summary className="text-small">It can’t wait: break the glass</summary>
      <AreaField
        label="Why it can’t wait for a second person"
        hint={`At least ${REASON_CHARACTERS} characters. It is saved in the audit log with your name, and shown to everyone who can open this cluster.`}
        rows={2}
        value={reason}
        onChange={(event) => onReason(event.target.value)}
        className="mt-2"
      />
    </details>
  );
}
