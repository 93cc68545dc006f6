import 'server-only';
import type { Failure } from '../errors.ts';
import { runner } from '../jobs/desk.ts';
import { recordAttempt, recordOutcome } from '../jobs/store/audit-log.ts';
import { log } from '../log.ts';
import { isWorthALine } from './worth-a-line.ts';

/** Signing in must work when the jobs' database doesn't: then the log line has it. */
export function recordSignIn(
  action: 'sign in' | 'sign out',
  name: string | null,
  address: string | null,
  failure?: Failure,
): void {
  if (failure && !isWorthALine(address)) return;
  try {
    const { store } = runner();
    const id = recordAttempt(store, {
      cluster: null,
      action,
      actor: name === null ? null : { name: name.slice(0, 200), role: null, address },
      address,
    });
    recordOutcome(store, id, failure ? { outcome: 'refused', failure } : { outcome: 'done' });
  } catch (error) {
    log().error(
      { err: error, action, actor: name, address, failure: failure?.code },
      'A sign-in could not be recorded.',
    );
  }
}
