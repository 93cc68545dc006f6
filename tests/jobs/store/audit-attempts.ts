import { SQL } from '../../../lib/jobs/store/database.ts';
import type { AuditAttempt } from '../../../lib/jobs/store/audit-log.ts';
import type { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { operator } from '../builders.ts';

export const attempt = (change: Partial<AuditAttempt> = {}): AuditAttempt => ({
  cluster: 'one',
  action: 'switch alias',
  actor: operator,
  address: '192.0.2.7',
  ...change,
});

/** The bytes of all columns of a line. */
export const bytesOfLine = (store: JobStore, id: number): number =>
  Object.values(store[SQL].prepare('SELECT * FROM record WHERE id = ?').get(id)!).reduce<number>(
    (sum, value) => sum + Buffer.byteLength(String(value ?? '')),
    0,
  );
