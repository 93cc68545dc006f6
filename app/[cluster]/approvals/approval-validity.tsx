import { Time } from '@/components/ui/time.tsx';
import type { Approval } from '@/lib/contract/reviews.ts';

/** Until when an approval is valid, and whether its approver is checked again before it is used. */
export function ApprovalValidity({ approval: { approvedBy, askedAgain, expiresAt } }: { approval: Approval }) {
  const name = approvedBy ?? 'the approver';
  return (
    <p>
      Valid for exactly this plan, once, until <Time at={expiresAt} show="absolute" />.{' '}
      {askedAgain === 'users' && `Whether ${name} may still approve is checked again when the plan is applied.`}
      {askedAgain === 'provider' &&
        `When the plan is applied, the sign-in provider is asked whether ${name} still has access.`}
      {askedAgain === null &&
        `Whether ${name} still has access can’t be checked again: the approval is valid until then, even if ${name} is removed before.`}
    </p>
  );
}
