import { Notice } from '@/components/ui/notice.tsx';
import { State } from '@/components/ui/state.tsx';
import type { ApprovalPlan, ShownApproval } from '@/lib/contract/reviews.ts';

interface Props {
  /** undefined: not known yet. */
  now: ApprovalPlan | undefined;
  /** Why it is not known now. */
  failure: string | null;
  approval: ShownApproval;
  mine: boolean;
}

/** Whether the plan, made again, is still the one that was requested. */
export function PlanNow({ now, failure, approval, mine }: Props) {
  if (failure !== null || now?.state === 'failed') {
    return (
      <Notice tone="warn" live="status" title="It is unknown whether this plan is up to date">
        <p>{failure ?? (now?.state === 'failed' ? now.failure.message : '')}</p>
      </Notice>
    );
  }
  switch (now?.state) {
    case undefined:
      return <State level="live">Checking the plan…</State>;
    case 'reading':
      return <State level="live">Reading the backup to its end, to check the plan…</State>;
    case 'same':
      return <State level="ok">The plan is up to date</State>;
    case 'unknown':
      return (
        <State level="unknown">
          Requested in an older version, so the plan can’t be made again here. It is compared when it is applied.
        </State>
      );
    case 'refused':
      return (
        <Notice tone="bad" live="status" title="This plan can’t be applied now">
          <p>{now.reason}</p>
        </Notice>
      );
    case 'changed':
      return <Changed changes={now.changes} approval={approval} mine={mine} />;
    default:
      return now satisfies undefined;
  }
}

function Changed({ changes, approval, mine }: Pick<Props, 'approval' | 'mine'> & { changes: readonly string[] }) {
  const who = mine ? 'You' : approval.requestedBy;
  return (
    <Notice
      tone="warn"
      live="status"
      title={`The plan has changed since it was requested: ${approval.approvedBy === null ? 'it can’t be approved' : 'the approval does not count for the new plan'}`}
    >
      <ul className="list-disc pl-5">
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      <p className="text-muted">{who} must request approval of the new plan, on its review.</p>
    </Notice>
  );
}
