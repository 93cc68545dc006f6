import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { savePendingSignIn, takePendingSignIn } from '../../lib/access/pending-sign-ins.ts';
import { RateLimit } from '../../lib/access/rate-limit.ts';
import { createSession, readSession } from '../../lib/access/sessions.ts';
import { countAttempt, signInDelayMs } from '../../lib/access/sign-in-throttle.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'clock-steps-'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    'signIn: { kind: local, idleAfter: 1h, endsAfter: 3h }\nclusters:\n  one: { url: "http://127.0.0.1:9", backups: backups }\n',
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('a session that is used every half hour still ends at its maximum age', () => {
  const { id } = createSession({ name: 'ann', groups: [], role: 'admin' }, 'local', null);
  const now = Date.now();
  for (const hours of [0.5, 1, 1.5, 2, 2.5, 2.9]) expect(readSession(id, true, now + hours * HOUR)?.name).toBe('ann');
  expect(readSession(id, true, now + 3.1 * HOUR)).toBeNull();
});

test('a session that is idle for an hour ends, though it is polled', () => {
  const { id } = createSession({ name: 'ann', groups: [], role: 'admin' }, 'local', null);
  const now = Date.now();
  for (const hours of [0.3, 0.6, 0.9]) expect(readSession(id, false, now + hours * HOUR)?.name).toBe('ann');
  expect(readSession(id, true, now + 1.1 * HOUR)).toBeNull();
});

test('a session ends if the clock is set back by hours, and not if it is corrected by seconds', () => {
  const { id } = createSession({ name: 'ann', groups: [], role: 'admin' }, 'local', null);
  expect(readSession(id, true, Date.now() - 5 * SECOND)?.name).toBe('ann');
  expect(readSession(id, true, Date.now() - 2 * HOUR)).toBeNull();
});

test('a pending sign-in is valid for ten minutes; it ends if the clock is set back by hours, and not by seconds', () => {
  const now = Date.now();
  const pending = { state: 'state', nonce: 'nonce', verifier: 'verifier', returnPath: '/one' };
  const taken = (afterMs: number) => takePendingSignIn(savePendingSignIn(pending, null, now), now + afterMs);
  expect(taken(599 * SECOND)).toEqual(pending);
  expect(taken(601 * SECOND)).toBeNull();
  expect(taken(-5 * SECOND)).toEqual(pending);
  expect(taken(-2 * HOUR)).toBeNull();
});

test('wrong attempts with a time in the future delay no sign-in', () => {
  const now = Date.now();
  for (let attempt = 0; attempt < 8; attempt++) countAttempt('years-ahead', '192.0.2.1', now + 10_000 * HOUR);
  expect(signInDelayMs('years-ahead', '192.0.2.1', now)).toBe(0);
  for (let attempt = 0; attempt < 8; attempt++) countAttempt('years-ahead', '192.0.2.1', now);
  expect(signInDelayMs('years-ahead', '192.0.2.1', now)).toBeGreaterThan(8 * SECOND);
});

test('the rate limit refuses no request because the clock is set back', () => {
  const limit = new RateLimit(2, 3);
  expect(limit.take('a')).toBe(0);
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() - HOUR);
  expect(limit.take('a')).toBe(0);
});
