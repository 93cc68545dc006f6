import { useState } from 'react';
import { useApprovalBlocked, useCluster } from '@/components/cluster-context.tsx';
import { Button } from '@/components/ui/button.tsx';
import { AreaField } from '@/components/ui/field.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { useAction } from '@/components/use-action.ts';
import type { ShownApproval } from '@/lib/contract/reviews.ts';
import { approvePlan, declinePlan } from './actions.ts';
import { WithdrawButton } from './withdraw-button.tsx';

interface Props {
  approval: ShownApproval;
  /** This person asked for it. */
  mine: boolean;
  /** No other request is open. */
  isOnly: boolean;
  /** Why nothing can be pressed. */
  blocked: string | null;
  /** Why this plan can't be approved, though it can be declined. */
  outdated: string | null;
  onChanged: () => void;
}

/** A second person approves or declines; the requester withdraws. */
export function ApprovalActions({ approval, mine, isOnly, blocked, outdated, onChanged }: Props) {
  const cluster = useCluster();
  const mayNot = useApprovalBlocked('approve');
  const [declining, setDeclining] = useState(false);
  const approving = useAction(approvePlan, onChanged, { stay: true });
  const own = mine ? 'You requested this yourself. A second person must approve it.' : null;
  return (
    <>
      {approving.failure && <FailureNotice failure={approving.failure} title="Not approved" />}
      <div className="flex flex-wrap items-start gap-2">
        {approval.approvedBy === null && (
          <Button
            look={isOnly ? 'primary' : 'plain'}
            pending={approving.pending && 'Approving…'}
            blocked={mayNot ?? own ?? blocked ?? outdated}
            onClick={() => void approving.act({ cluster: cluster.key, approval: approval.id })}
          >
            Approve this plan
          </Button>
        )}
        {mine && <WithdrawButton approval={approval} onDone={onChanged} />}
        {!mine && !declining && mayNot === null && (
          <Button look="quiet" blocked={blocked} onClick={() => setDeclining(true)}>
            Decline this plan…
          </Button>
        )}
      </div>
      {declining && !mine && (
        <DeclineForm
          approval={approval}
          blocked={mayNot ?? blocked}
          onDone={onChanged}
          onCancel={() => setDeclining(false)}
        />
      )}
    </>
  );
}

interface DeclineProps {
  approval: ShownApproval;
  blocked: string | null;
  onDone: () => void;
  onCancel: () => void;
}

function DeclineForm({ approval, blocked, onDone, onCancel }: DeclineProps) {
  const cluster = useCluster();
  const [reason, setReason] = useState('');
  const { act, pending, failure } = useAction(declinePlan, onDone, { stay: true });
  const missing = reason.trim() === '' ? 'Say why first.' : null;
  return (
    <form
      className="flex flex-col gap-2 sm:max-w-xl"
      onSubmit={(event) => {
        event.preventDefault();
        if (blocked === null && missing === null && !pending)
          void act({ cluster: cluster.key, approval: approval.id, reason: reason.trim() });
      }}
    >
      {failure && <FailureNotice failure={failure} title="Not declined" />}
      <AreaField
        label={`Why you decline it, for ${approval.requestedBy}`}
        rows={2}
        maxLength={500}
        value={reason}
        error={failure?.fields?.reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="flex flex-wrap items-start gap-2">
        <Button type="submit" pending={pending && 'Declining…'} blocked={blocked ?? missing}>
          Decline this plan
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Don’t decline
        </Button>
      </div>
    </form>
  );
}
