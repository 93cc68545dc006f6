import { runner } from '../jobs/jobs.ts';
import { countAuditRefusal, auditRefusal, type OmittedRefusals } from '../jobs/store/audit-refusals.ts';
import type { AuditAttempt } from '../jobs/store/audit-log.ts';
import type { Failure } from '../errors.ts';
import { personKey } from '../contract/person.ts';
import { processGlobal } from '../process-wide.ts';
import { callerOf } from './client-address.ts';
import { RateLimit } from './rate-limit.ts';

/** Lines a minute for the refusals of one person, or of one address where nobody is signed in; the first fifty at once. */
const SENDER = { perSecond: 1 / 60, burst: 50 };
/** The same for all who are not signed in together: there are more addresses than any list of them holds. */
const STRANGERS = { perSecond: 1 / 6, burst: 500 };
/** As many senders are counted by a line of their own at a time, each for a day. */
const MOST_LINES = 1000;
const LINE_FOR_MS = 24 * 3_600_000;

interface Lines {
  senders: RateLimit;
  strangers: RateLimit;
  counted: Map<string, OmittedRefusals & { since: number }>;
}

const lines = processGlobal('refusals', (): Lines => ({
  senders: new RateLimit(SENDER.perSecond, SENDER.burst),
  strangers: new RateLimit(STRANGERS.perSecond, STRANGERS.burst),
  counted: new Map(),
}));

interface Sender {
  /** The line of the attempt, where one was written before. */
  attempted?: number | undefined;
  /** The name is only what was typed: whoever guesses has any number of them. */
  unproven?: boolean;
}

/**
 * Records what was refused, of each sender so many; the rest is counted by one line, so that nobody fills the disk.
 * Throws AppError disk.
 */
export function auditLimitedRefusal(sent: AuditAttempt, failure: Failure, { attempted, unproven }: Sender = {}): void {
  const { store } = runner();
  const { counted, senders, strangers } = lines();
  const { address, cluster } = sent;
  const actor = unproven ? null : sent.actor;
  const sender = actor ? `person ${personKey(actor.name)}` : `address ${callerOf(address)}`;
  const tooMany = senders.take(sender) > 0;
  if (!tooMany && (actor !== null || strangers.take('all') === 0)) {
    auditRefusal(store, sent, failure, attempted ?? null);
    return;
  }
  // Beyond what all strangers have together they are counted together.
  const whose = tooMany ? sender : 'strangers';
  const key = `${whose} ${cluster ?? ''}`;
  const known = counted.get(key);
  const before = known && performance.now() - known.since < LINE_FOR_MS ? known : null;
  const about = tooMany ? { actor, address, cluster } : { actor, address: null, cluster };
  const counts = countAuditRefusal(store, about, before, attempted ?? null);
  counted.delete(key);
  counted.set(key, { ...counts, since: before?.since ?? performance.now() });
  if (counted.size > MOST_LINES) counted.delete(counted.keys().next().value!);
}
