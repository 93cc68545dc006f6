import { expect, test } from 'vitest';
import { auditAttempt, auditOutcome } from '../../../lib/jobs/store/audit-log.ts';
import { listAuditLog } from '../../../lib/jobs/store/read-audit-log.ts';
import { attempt, bytesOfLine } from './audit-attempts.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();

test('an attempt is saved completely up to 32 kB, and cut beyond', () => {
  const input = { cluster: 'one', mappings: 'm'.repeat(30_000) };
  auditAttempt(temporary.store, attempt({ input }));
  const id = auditAttempt(
    temporary.store,
    attempt({ input: { cluster: 'one', mappings: 'm'.repeat(500_000) }, note: 'n'.repeat(9_000) }),
  );
  auditOutcome(temporary.store, id, {
    outcome: 'failed',
    failure: { code: 'cluster_error', message: 'e'.repeat(2_000_000) },
  });
  expect(listAuditLog(temporary.store, {})[1]?.input).toEqual(input);
  expect(bytesOfLine(temporary.store, id)).toBeLessThan(50_000);
});
