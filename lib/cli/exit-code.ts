import { isAppError, type ErrorCode } from '../errors.ts';

export const EXIT = { done: 0, failed: 1, usage: 2, partial: 3, refused: 4, cancelled: 130 } as const;

export type EndStatus = 'failed' | 'usage' | 'refused' | 'cancelled';

/** A check throws these, before anything is changed. */
const REFUSALS: readonly ErrorCode[] = ['refused', 'plan_changed', 'busy'];
/** Before a job has started, these are refusals too. */
const PLANNING_REFUSALS: readonly ErrorCode[] = [
  ...REFUSALS,
  'not_found',
  'backup_damaged',
  'backup_incomplete',
  'index_exists',
  'index_changed',
  'unsupported',
  'blocked',
];

/** How the command ends on this error. `started`: a job had started, so something may have changed. */
export function endStatusOf(error: unknown, started: boolean): EndStatus {
  if (!isAppError(error)) return 'failed';
  if (error.code === 'cancelled') return 'cancelled';
  if (error.code === 'invalid_input') return started ? 'failed' : 'usage';
  return (started ? REFUSALS : PLANNING_REFUSALS).includes(error.code) ? 'refused' : 'failed';
}
