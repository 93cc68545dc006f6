import { samePerson } from '@/lib/contract/person.ts';
import type { Approval } from '@/lib/contract/reviews.ts';
import { useApprovalBlocked, useCluster } from '@/components/cluster-context.tsx';
import { Button } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { useAction } from '@/components/use-action.ts';
import { withdrawApprovalRequest } from './actions.ts';

/** For the requester alone. */
export function WithdrawButton({ approval, onDone }: { approval: Approval; onDone: () => void }) {
  const cluster = useCluster();
  const blocked = useApprovalBlocked('ask');
  const { act, pending, failure } = useAction(withdrawApprovalRequest, onDone, { stay: true });
  if (!samePerson(approval.requestedBy, cluster.user)) return null;
  return (
    <>
      <Button
        blocked={blocked}
        pending={pending && 'Withdrawing…'}
        onClick={() => void act({ cluster: cluster.key, approval: approval.id })}
      >
        Withdraw the request
      </Button>
      {failure && <FailureNotice failure={failure} title="The request was not withdrawn" />}
    </>
  );
}
