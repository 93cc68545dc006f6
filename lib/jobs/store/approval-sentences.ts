import type { Approval } from '../../contract/reviews.ts';
import { formatUtc } from '../../format.ts';

/** How a request for approval ended, as a sentence; null: it is open. */
export function howItEnded({
  approvedBy,
  end,
  expiresAt,
  requestedBy,
  state,
  usedByJob,
}: Omit<Approval, 'over'>): string | null {
  const by = end?.by ?? null;
  const at = end === null ? '' : ` at ${formatUtc(end.at)}`;
  switch (state) {
    case 'used':
      return `Job ${usedByJob ?? ''} used the approval.`;
    case 'declined':
      return `${by ?? 'Somebody'} declined it${at}${end?.reason ? `: “${end.reason}”` : '.'}`;
    case 'withdrawn':
      return `${by ?? requestedBy} withdrew it${at}.`;
    case 'removed':
      return `The approval by ${approvedBy ?? 'a second person'} ended${at}${end?.reason ? `: ${end.reason}` : '.'}`;
    case 'expired':
      return approvedBy === null
        ? `It was not approved by ${formatUtc(expiresAt)}.`
        : `The approval by ${approvedBy} was valid until ${formatUtc(expiresAt)}, and was not used.`;
    case 'waiting':
    case 'approved':
      return null;
    default:
      return state satisfies never;
  }
}
