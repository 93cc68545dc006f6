import { isAppError, type ErrorCode } from '../errors.ts';

export const EXIT = { done: 0, failed: 1, usage: 2, partial: 3, refused: 4, cancelled: 130 } as const;

export type EndStatus = 'failed' | 'usage' | 'refused' | 'cancelled';

/** These are told by a check, and nothing was changed before them. */
const CHECKS: readonly ErrorCode[] = ['refused', 'plan_changed', 'busy'];
/** While planning, these are checks too. */
const CHECKS_OF_A_PLAN: readonly ErrorCode[] = [
  ...CHECKS,
  'not_found',
  'backup_damaged',
  'backup_incomplete',
  'index_exists',
  'index_changed',
  'unsupported',
  'blocked',
];

/** What a failure means for the caller. `changing`: the operation itself had begun. */
export function endOf(error: unknown, changing: boolean): EndStatus {
  if (!isAppError(error)) return 'failed';
  if (error.code === 'cancelled') return 'cancelled';
  if (error.code === 'invalid_input') return changing ? 'failed' : 'usage';
  return (changing ? CHECKS : CHECKS_OF_A_PLAN).includes(error.code) ? 'refused' : 'failed';
}
