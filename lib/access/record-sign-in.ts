import 'server-only';
import type { Failure } from '../errors.ts';
import { runner } from '../jobs/jobs.ts';
import { auditAttempt, auditOutcome } from '../jobs/store/audit-log.ts';
import { log } from '../log.ts';
import { auditLimitedRefusal } from './audit-refusal.ts';

/** Into the audit log. Throws nothing: sign-in must work without the jobs' database; then there is a log line instead. */
export function recordSignIn(
  action: 'sign in' | 'sign out',
  name: string | null,
  address: string | null,
  failure?: Failure,
): void {
  try {
    const actor = name === null ? null : { name, role: null, address };
    const attempt = { cluster: null, action, actor, address };
    if (failure) auditLimitedRefusal(attempt, failure, { unproven: true });
    else auditOutcome(runner().store, auditAttempt(runner().store, attempt), { outcome: 'done' });
  } catch (error) {
    log().error(
      { err: error, action, actor: name, address, failure: failure?.code },
      'A sign-in could not be recorded.',
    );
  }
}
