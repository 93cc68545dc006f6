import { Time } from '@/components/ui/time.tsx';
import type { Approval } from '@/lib/contract/reviews.ts';

/** Until when an approval is valid, and whether its approver is checked again before it is used. */
export function ApprovalValidity({ approval: { approvedBy, askedAgain, expiresAt } }: { approval: Approval }) {
  const name = approvedBy ?? 'who approved';
  return (
    <p>
      Good for this very plan, until <Time at={expiresAt} show="absolute" />.{' '}
      {askedAgain === 'users' && `Whether ${name} may still approve is looked at again when it is applied.`}
      {askedAgain === 'provider' &&
        `The sign-in provider is asked again when it is applied whether ${name} is still let in.`}
      {askedAgain === null &&
        `Nobody can be asked whether ${name} is still let in: it is good until then, also if they are removed before.`}
    </p>
  );
}
