'use client';
import type { ShownApproval } from '@/lib/contract/reviews.ts';
import { ApprovalCard } from './approval-card.tsx';

interface Props {
  approvals: readonly ShownApproval[];
  blocked: string | null;
  onChanged: () => void;
}

/** The open requests, each with its plan as it is now. */
export function ApprovalList({ approvals, ...props }: Props) {
  return (
    <ul className="flex flex-col gap-3">
      {approvals.map((approval) => (
        <li key={approval.id} className="flex flex-col gap-2 rounded-lg border p-3.5">
          <ApprovalCard approval={approval} {...props} />
        </li>
      ))}
    </ul>
  );
}
