import type { Failure } from '../errors.ts';

/** Failures after which going on from the checkpoint would repeat the failure, or worse. */
const NOT_RESUMABLE: ReadonlySet<Failure['code']> = new Set([
  'plan_changed',
  'refused',
  'invalid_input',
  'index_changed',
  'content_mismatch',
  'backup_damaged',
  'backup_incomplete',
  'unsupported',
]);

export const canResume = (checkpoint: unknown, code: Failure['code']): boolean =>
  checkpoint !== null && !NOT_RESUMABLE.has(code);
