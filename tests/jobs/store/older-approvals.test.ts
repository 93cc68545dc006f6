import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endedApprovals, openApprovals, requestOf } from '../../../lib/jobs/store/approvals.ts';
import { databaseFile } from '../../../lib/jobs/store/database-file.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { listAuditLog } from '../../../lib/jobs/store/read-audit-log.ts';
import { SCHEMA } from '../../../lib/jobs/store/schema.ts';

/** The version before approvals could be declined. */
const VERSION = SCHEMA.findIndex((statements) => statements.includes('ended_as'));

let data: string;
let store: JobStore;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'older-approvals-'));
  const database = new DatabaseSync(databaseFile(data));
  for (const statements of SCHEMA.slice(0, VERSION)) database.exec(statements);
  database.exec(`PRAGMA user_version = ${VERSION}`);
  const at = new Date().toISOString();
  const later = new Date(Date.now() + 600_000).toISOString();
  database
    .prepare(
      `INSERT INTO approvals (id, cluster, fingerprint, summary, requested_by, requested_at, expires_at, ended_at) VALUES
        (3, 'one', 'abcdef0123456789', 'Move government from government-1 to government-2.', 'ann', ?, ?, NULL),
        (4, 'one', 'f4', 'Move orders.', 'ann', ?, ?, ?)`,
    )
    .run(at, later, at, later, at);
  database
    .prepare(
      `INSERT INTO record (at, ended_at, cluster, action, outcome, actor_name, fingerprint, input) VALUES
        (?, ?, 'one', 'ask for approval', 'done', 'ann', 'abcdef0123456789', '{"cluster":"one"}'),
        (?, ?, 'one', 'approve', 'done', 'ben', NULL, '{"cluster":"one","approval":"3"}'),
        (?, ?, 'one', 'approve', 'refused', 'ben', NULL, '{"clipped":"…"}')`,
    )
    .run(at, at, at, at, at, at);
  database.close();
  store = JobStore.open(data);
});
afterEach(() => {
  store.close();
  rmSync(data, { recursive: true, force: true });
});

test('requests of an older version are listed, and can’t be planned again', () => {
  expect(openApprovals(store, 'one')).toMatchObject([{ id: '3', state: 'waiting', objects: [], over: null }]);
  expect(requestOf(store, '3')).toBeNull();
  expect(endedApprovals(store, 'one', new Date(0), 10)).toMatchObject([{ id: '4', state: 'removed' }]);
});

test('their lines of the audit log are found by the names in the request, and by the plan', () => {
  for (const text of ['government-2', 'abcdef0123456789', 'abcdef012345'])
    expect(listAuditLog(store, { text }).map(({ action }) => action)).toEqual(['approve', 'ask for approval']);
  expect(listAuditLog(store, {})).toHaveLength(3);
});
