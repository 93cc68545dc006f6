import { createHash, randomBytes } from 'node:crypto';
import { configuration } from '../config/loaded.ts';
import { isInPlace } from '../held-folders.ts';
import { accessDatabase, accessToChange } from './access-database.ts';
import type { Role } from './permissions.ts';
import { forgetTokens } from './provider-tokens.ts';
import type { Identity } from './roles.ts';
import { samePerson } from '../contract/person.ts';
import { seal, unseal } from './seal.ts';

export type SessionMethod = 'local' | 'openid-connect';

/** A session that begins later than now was opened by a clock that has been set back: it would outlive its hours. */
const CLOCK_SLACK_MS = 60_000;
/** A page looked at counts as a sign of life; written down at most this often. */
const TOUCH_EVERY_MS = 15_000;

const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex');

function limits(): { idleMs: number; endsMs: number } {
  const { signIn } = configuration();
  return 'idleAfter' in signIn ? { idleMs: signIn.idleAfter, endsMs: signIn.endsAfter } : { idleMs: 0, endsMs: 0 };
}

/** The value of the cookie: sealed, and only a number for what stands on the server, so that it can be taken back. */
export function openSession(
  identity: Identity,
  method: SessionMethod,
  address: string | null,
): { cookie: string; endsAt: Date; session: string } {
  const id = randomBytes(32).toString('base64url');
  const now = Date.now();
  const endsAt = now + limits().endsMs;
  const database = accessToChange();
  database.prepare('DELETE FROM sessions WHERE ends_at < ?').run(now - 30 * 86_400_000);
  database
    .prepare(
      'INSERT INTO sessions (id_hash, name, groups, role, method, address, created_at, seen_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(hashOf(id), identity.name, JSON.stringify(identity.groups), identity.role, method, address, now, now, endsAt);
  return { cookie: seal('session', { id }), endsAt: new Date(endsAt), session: hashOf(id) };
}

/** What a cookie's session is known by on the server. */
export function sessionIn(cookie: string): string | null {
  const id = idIn(cookie);
  return id === null ? null : hashOf(id);
}

const idIn = (cookie: string): string | null => {
  const value = unseal('session', cookie);
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null;
};

/** Who a cookie stands for; null: forged, ended, idle too long, or taken back. Polling is no sign of life: `active` false. */
export function readSession(
  cookie: string,
  active: boolean,
  now = Date.now(),
): (Identity & { method: SessionMethod }) | null {
  const id = idIn(cookie);
  if (id === null) return null;
  const row = accessDatabase().prepare('SELECT * FROM sessions WHERE id_hash = ?').get(hashOf(id));
  if (!row || row.revoked_at !== null || Number(row.ends_at) <= now || Number(row.seen_at) + limits().idleMs <= now)
    return null;
  if (row.method !== configuration().signIn.kind || Number(row.created_at) > now + CLOCK_SLACK_MS) return null;
  // Also one that was seen by a clock that has been set back since.
  if (active && Math.abs(now - Number(row.seen_at)) >= TOUCH_EVERY_MS && isInPlace(configuration().dataDirectory))
    accessDatabase().prepare('UPDATE sessions SET seen_at = ? WHERE id_hash = ?').run(now, hashOf(id));
  return {
    name: String(row.name),
    groups: JSON.parse(String(row.groups)) as string[],
    role: row.role === null ? null : (String(row.role) as Role),
    method: String(row.method) as SessionMethod,
  };
}

/** Whether somebody has signed in from there before, in the last weeks. */
export const isKnownAddress = (address: string | null): boolean =>
  address !== null &&
  accessDatabase().prepare('SELECT 1 FROM sessions WHERE address = ? LIMIT 1').get(address) !== undefined;

export function revokeSession(cookie: string): void {
  const session = sessionIn(cookie);
  if (session === null) return;
  accessDatabase()
    .prepare('UPDATE sessions SET revoked_at = ? WHERE id_hash = ? AND revoked_at IS NULL')
    .run(Date.now(), session);
  forgetTokens();
}

/** Ends every session of a person: for `restore-desk user sign-out`, and when a local user is removed. */
export function revokeSessionsOf(name: string): number {
  const database = accessDatabase();
  const theirs = database
    .prepare('SELECT id_hash, name FROM sessions WHERE revoked_at IS NULL')
    .all()
    .filter((row) => samePerson(String(row.name), name));
  const revoke = database.prepare('UPDATE sessions SET revoked_at = ? WHERE id_hash = ? AND revoked_at IS NULL');
  const ended = theirs.reduce((sum, { id_hash: id }) => sum + Number(revoke.run(Date.now(), id!).changes), 0);
  forgetTokens();
  return ended;
}
