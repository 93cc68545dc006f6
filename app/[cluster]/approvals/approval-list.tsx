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
    <ul aria-label="Open requests" className="flex flex-col gap-4">
      {approvals.map((approval) => (
        <li
          key={approval.id}
          className="flex min-w-0 flex-col gap-3.5 rounded-lg border bg-surface p-4 shadow-card mid:px-5 mid:py-[18px]"
        >
          <ApprovalCard approval={approval} isOnly={approvals.length === 1} {...props} />
        </li>
      ))}
    </ul>
  );
}
