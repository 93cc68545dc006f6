import 'server-only';
import type { Failure } from '../errors.ts';
import { runner } from '../jobs/desk.ts';
import { recordAttempt, recordOutcome } from '../jobs/store/audit-log.ts';
import { log } from '../log.ts';
import { noteRefusal } from './record-refusal.ts';

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
    if (failure) noteRefusal(attempt, failure, { unproven: true });
    else recordOutcome(runner().store, recordAttempt(runner().store, attempt), { outcome: 'done' });
  } catch (error) {
    log().error(
      { err: error, action, actor: name, address, failure: failure?.code },
      'A sign-in could not be recorded.',
    );
  }
}
