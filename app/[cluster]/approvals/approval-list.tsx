'use client';
import { useState } from 'react';
import { CheckPanel } from '@/components/check-panel.tsx';
import { BeforeAfter } from '@/components/before-after.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { Button } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useAction } from '@/components/use-action.ts';
import type { Approval } from '@/lib/contract/reviews.ts';
import { samePerson } from '@/lib/contract/person.ts';
import { approvePlan } from './actions.ts';
import { ApprovalValidity } from './approval-validity.tsx';

interface Props {
  approvals: Approval[];
  blocked: string | null;
  onApproved: () => void;
}

export function ApprovalList({ approvals, blocked, onApproved }: Props) {
  const cluster = useCluster();
  const { act, pending, failure } = useAction(approvePlan, onApproved, { stay: true });
  const [pressed, setPressed] = useState<string | null>(null);
  return (
    <>
      {failure && <FailureNotice failure={failure} title="Not approved" className="mb-3" />}
      <ul className="flex flex-col gap-3">
        {approvals.map((approval) => (
          <li key={approval.id} className="flex flex-col gap-1.5 rounded-lg border p-3.5">
            <p className="font-semibold [overflow-wrap:anywhere]">{approval.summary}</p>
            <p className="text-[13px] text-muted">
              Asked for by {approval.requestedBy} <Time at={approval.requestedAt} />; plan{' '}
              <code>{approval.fingerprint.slice(0, 12)}</code>; until <Time at={approval.expiresAt} show="absolute" />
            </p>
            {approval.review && (
              <>
                <BeforeAfter before={approval.review.before} after={approval.review.after} />
                <CheckPanel checks={approval.review.checks} />
              </>
            )}
            {approval.approvedBy === null ? (
              <div>
                <Button
                  look="primary"
                  pending={pending && (pressed === approval.id ? 'Approving…' : 'Approve this plan')}
                  blocked={
                    blocked ??
                    (samePerson(approval.requestedBy, cluster.user)
                      ? 'You asked for this yourself: a second person is needed.'
                      : false)
                  }
                  onClick={() => {
                    setPressed(approval.id);
                    void act({ cluster: cluster.key, approval: approval.id });
                  }}
                >
                  Approve this plan
                </Button>
              </div>
            ) : (
              <>
                <State level="ok">Approved by {approval.approvedBy}</State>
                <ApprovalValidity approval={approval} />
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
