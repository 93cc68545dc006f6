import type { Check } from '../../contract/plan.ts';
import { isAppError } from '../../errors.ts';
import { isTransient } from '../../retry.ts';

/** What a step waits for; null: waiting would not help. `room`: space, shards or health, not only an answer. */
export function worthWaiting(error: unknown): { room: boolean } | null {
  if (!isAppError(error)) return null;
  if (isTransient(error) || error.code === 'busy') return { room: false };
  // Pinned after it was planned: the next plan keeps it.
  if (error.code === 'refused' && 'pinned' in error.details) return { room: false };
  const checks = error.details['checks'] as readonly Check[] | undefined;
  return error.code === 'refused' && checks?.every(({ later }) => later === true) ? { room: true } : null;
}
