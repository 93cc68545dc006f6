import { afterEach, describe, expect, test, vi } from 'vitest';
import { AuditLogPruner } from '../../../lib/jobs/audit-log-pruner.ts';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { approve, requestApproval } from '../../../lib/jobs/store/approvals.ts';
import { auditAttempt, auditOutcome, type AuditAttempt } from '../../../lib/jobs/store/audit-log.ts';
import { auditRefusal } from '../../../lib/jobs/store/audit-refusals.ts';
import { pruneAuditLog, type Pruned } from '../../../lib/jobs/store/prune-audit-log.ts';
import { listAuditLog } from '../../../lib/jobs/store/read-audit-log.ts';
import { operator, switchOf } from '../builders.ts';
import { attempt } from './audit-attempts.ts';
import { useStore } from './temporary-store.ts';

const DAY = 86_400_000;

const temporary = useStore();

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('expired lines of the audit log', () => {
  const retention = { keepMs: 365 * DAY, keepRefusedMs: 30 * DAY };
  const now = new Date('2026-06-01T00:00:00.000Z');
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY);
  const at = <T>(days: number, write: () => T): T => {
    vi.useFakeTimers({ now: daysAgo(days), toFake: ['Date'] });
    try {
      return write();
    } finally {
      vi.useRealTimers();
    }
  };
  const done = (days: number, change: Partial<AuditAttempt> = {}, job?: string) =>
    at(days, () =>
      auditOutcome(temporary.store, auditAttempt(temporary.store, attempt(change)), {
        outcome: 'done',
        ...(job ? { job } : {}),
      }),
    );
  const refused = (days: number) =>
    at(days, () => auditRefusal(temporary.store, attempt({ action: 'refused' }), { code: 'refused', message: 'No.' }));
  const prune = () => {
    let pruned: Pruned | null = null;
    for (
      let next = pruneAuditLog(temporary.store, retention, now, null);
      next !== null;
      next = pruneAuditLog(temporary.store, retention, now, next)
    )
      pruned = next;
    return pruned;
  };
  const actions = () => listAuditLog(temporary.store, { limit: 1000 }).map(({ action }) => action);

  test('are deleted, refusals sooner, and one line says how many', () => {
    for (let line = 0; line < 1200; line++) refused(31);
    refused(29);
    done(366, { action: 'sign in' });
    done(364, { action: 'sign out' });
    expect(prune()).toMatchObject({ lines: 1201 });
    expect(actions()).toEqual(['delete old lines', 'sign out', 'refused']);
    expect(listAuditLog(temporary.store, {})[0]?.note).toBe(
      '1201 lines were deleted by the configuration (auditLog): refusals from before 2026-05-02T00:00:00.000Z, and other ' +
        'lines that belong to no job from before 2025-06-01T00:00:00.000Z.',
    );
    expect(prune()).toBeNull();
  });

  test('are kept for a job, and for an approval that can still be used', () => {
    const { job } = temporary.store.create(
      { cluster: 'one', actor: operator, work: switchOf() },
      thisProcess('server'),
      'running',
    );
    done(900, { action: 'job: switch' }, job.id);
    const { id } = at(400, () =>
      requestApproval(temporary.store, {
        cluster: 'one',
        fingerprint: 'f1',
        summary: 'switch',
        review: { checks: [], before: [], after: [] },
        by: 'ann',
        forMs: 500 * DAY,
      }),
    );
    done(400, { action: 'ask for approval' });
    at(399, () => approve(temporary.store, 'one', id, 'ben', 500 * DAY));
    done(399, { action: 'approve' });
    done(401, { action: 'approve' });
    expect(prune()).toMatchObject({ lines: 1 });
    expect(actions()).toEqual(['delete old lines', 'approve', 'ask for approval', 'job: switch']);
  });

  test('do not expire by a clock that jumps ahead', () => {
    auditRefusal(temporary.store, attempt(), { code: 'refused', message: 'No.' });
    const pruner = new AuditLogPruner(retention);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_000 * DAY);
    pruner.pruneWhenDue(temporary.store);
    expect(actions()).toEqual(['switch alias']);
  });
});
