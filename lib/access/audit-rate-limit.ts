import { runner } from '../jobs/jobs.ts';
import { auditRefusal, countAuditRefusal, type OmittedRefusals } from '../jobs/store/audit-refusals.ts';
import type { AuditAttempt } from '../jobs/store/audit-log.ts';
import type { Failure } from '../errors.ts';
import { personKey } from '../contract/person.ts';
import { processGlobal } from '../process-wide.ts';
import { callerOf } from './client-address.ts';
import { RateLimit } from './rate-limit.ts';

/** Of one person, or of one address without a sign-in: fifty lines at once, then one a minute. */
const SENDER_LIMIT = { perSecond: 1 / 60, burst: 50 };
/** Of all senders without a sign-in together: their number of addresses has no bound. */
const ANONYMOUS_LIMIT = { perSecond: 1 / 6, burst: 500 };
/** At most so many lines count refusals at a time, each for a day. */
const MOST_COUNTING_LINES = 1000;
const COUNT_IN_LINE_FOR_MS = 24 * 3_600_000;

interface Limits {
  senders: RateLimit;
  anonymous: RateLimit;
  counted: Map<string, OmittedRefusals & { startedAtMs: number }>;
}

const limits = processGlobal('refusals', (): Limits => ({
  senders: new RateLimit(SENDER_LIMIT.perSecond, SENDER_LIMIT.burst),
  anonymous: new RateLimit(ANONYMOUS_LIMIT.perSecond, ANONYMOUS_LIMIT.burst),
  counted: new Map(),
}));

interface RefusalOptions {
  /** The line of the attempt, if there is one. */
  attemptLine?: number | null;
  /** The name is only what was typed: the limit is that of the address. */
  unverifiedName?: boolean;
}

/**
 * Adds a refusal to the audit log. A sender's refusals beyond the limit are counted in one line, so that they can't
 * fill the disk. Throws AppError disk.
 */
export function auditRefusalWithinLimit(
  attempt: AuditAttempt,
  failure: Failure,
  { attemptLine = null, unverifiedName = false }: RefusalOptions = {},
): void {
  const { store } = runner();
  const { counted, senders, anonymous } = limits();
  const { address, cluster } = attempt;
  const actor = unverifiedName ? null : attempt.actor;
  const sender = actor ? `person ${personKey(actor.name)}` : `address ${callerOf(address)}`;
  const senderExceeds = senders.take(sender) > 0;
  if (!senderExceeds && (actor !== null || anonymous.take('all') === 0)) {
    auditRefusal(store, attempt, failure, attemptLine);
    return;
  }
  // An address within its own limit, but beyond that of all anonymous senders, shares their line.
  const key = `${senderExceeds ? sender : 'anonymous'} ${cluster ?? ''}`;
  const last = counted.get(key);
  const previous = last && performance.now() - last.startedAtMs < COUNT_IN_LINE_FOR_MS ? last : null;
  const source = { actor, address: senderExceeds ? address : null, cluster };
  const count = countAuditRefusal(store, source, previous, attemptLine);
  counted.delete(key);
  counted.set(key, { ...count, startedAtMs: previous?.startedAtMs ?? performance.now() });
  if (counted.size > MOST_COUNTING_LINES) counted.delete(counted.keys().next().value!);
}
