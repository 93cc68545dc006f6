import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { accessDatabase } from '../../lib/access/access-database.ts';
import { savePendingSignIn, takePendingSignIn } from '../../lib/access/pending-sign-ins.ts';
import { createSession, readSession } from '../../lib/access/sessions.ts';

const PENDING = { state: 'a state', nonce: 'a nonce', verifier: 'a verifier', returnPath: '/one/jobs' };
const MINUTE = 60_000;

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'pending-'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    'signIn: { kind: local }\nclusters:\n  one: { url: "http://127.0.0.1:9", backups: backups }\n',
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  // The database of version 0.1.0.
  const old = new DatabaseSync(join(directory, 'access.sqlite'));
  old.exec(`CREATE TABLE sessions (
    id_hash TEXT PRIMARY KEY, name TEXT NOT NULL, groups TEXT NOT NULL, role TEXT, method TEXT NOT NULL, address TEXT,
    created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, revoked_at INTEGER
  ) STRICT, WITHOUT ROWID`);
  old.close();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
beforeEach(() => void accessDatabase().exec('DELETE FROM pending_sign_ins'));

const count = () => Number(accessDatabase().prepare('SELECT count(*) AS rows FROM pending_sign_ins').get()!.rows);

test('the database of version 0.1.0 is still used', () => {
  const { id } = createSession({ name: 'ann', groups: [], role: 'admin' }, 'local', null);
  expect(readSession(id, false)?.name).toBe('ann');
  expect(takePendingSignIn(savePendingSignIn(PENDING, null))).toEqual(PENDING);
});

test('a pending sign-in is taken once, and only by its own id', () => {
  const id = savePendingSignIn(PENDING, '192.0.2.1');
  expect(takePendingSignIn('rds_another')).toBeNull();
  expect(takePendingSignIn(id)).toEqual(PENDING);
  expect(takePendingSignIn(id)).toBeNull();
});

test('the id of a pending sign-in is no session id, and the reverse', () => {
  expect(readSession(savePendingSignIn(PENDING, null), false)).toBeNull();
  expect(takePendingSignIn(createSession({ name: 'ann', groups: [], role: null }, 'local', null).id)).toBeNull();
});

test('a new pending sign-in deletes the expired ones and those with a time in the future', () => {
  const now = Date.now();
  for (const beganAt of [now - 11 * MINUTE, now + 60 * MINUTE]) savePendingSignIn(PENDING, null, beganAt);
  savePendingSignIn(PENDING, null, now);
  expect(count()).toBe(1);
});

test('a network has at most 100 pending sign-ins: beyond that its oldest is deleted, and none of another network', () => {
  const now = Date.now();
  const other = savePendingSignIn(PENDING, '198.51.100.1', now);
  const ids = Array.from({ length: 101 }, (_, at) => savePendingSignIn(PENDING, `2001:db8::${at}`, now + at));
  expect(count()).toBe(101);
  expect(takePendingSignIn(ids[0]!)).toBeNull();
  expect(takePendingSignIn(ids[1]!)).toEqual(PENDING);
  expect(takePendingSignIn(other)).toEqual(PENDING);
});

test('there are at most 10,000 pending sign-ins: beyond that one of the largest network is deleted, in less than 20 ms', () => {
  const now = Date.now();
  const database = accessDatabase();
  database.exec('BEGIN');
  const early = savePendingSignIn(PENDING, '198.51.100.1', now);
  for (let at = 0; at < 9_999; at++) savePendingSignIn(PENDING, `10.0.${at % 101}.1`, now + 1);
  database.exec('COMMIT');
  expect(count()).toBe(10_000);
  const before = performance.now();
  for (let at = 0; at < 50; at++) savePendingSignIn(PENDING, `203.0.113.${at}`, now + 2);
  expect((performance.now() - before) / 50).toBeLessThan(20);
  expect(count()).toBe(10_000);
  expect(takePendingSignIn(early)).toEqual(PENDING);
});
