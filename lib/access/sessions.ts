import { configuration } from '../config/loaded.ts';
import { samePerson } from '../contract/person.ts';
import { isInPlace } from '../held-folders.ts';
import { accessDatabase, accessDatabaseToWrite } from './access-database.ts';
import type { Role } from './permissions.ts';
import { deleteUnusedTokens } from './provider-tokens.ts';
import { hashOfId, newRandomId } from './random-id.ts';
import type { Identity } from './roles.ts';

export type SessionMethod = 'local' | 'openid-connect';

/** A session that begins later than now is of a clock that was set back since, and would outlive its hours. */
const CLOCK_SLACK_MS = 60_000;
/** The time of the last activity is written at most this often. */
const WRITE_ACTIVITY_EVERY_MS = 15_000;
/** Ended sessions are kept so long: their addresses are known ones (isKnownAddress). */
const KEEP_ENDED_MS = 30 * 86_400_000;

function limits(): { idleMs: number; endsMs: number } {
  const { signIn } = configuration();
  return 'idleAfter' in signIn ? { idleMs: signIn.idleAfter, endsMs: signIn.endsAfter } : { idleMs: 0, endsMs: 0 };
}

export interface NewSession {
  /** The cookie's value: a random id, which only this browser has. */
  id: string;
  /** What the database knows the session by. */
  idHash: string;
  endsAt: Date;
}

/** Throws AppError disk, and errors of SQLite. */
export function createSession(identity: Identity, method: SessionMethod, address: string | null): NewSession {
  const id = newRandomId();
  const idHash = hashOfId(id);
  const now = Date.now();
  const endsAt = now + limits().endsMs;
  const database = accessDatabaseToWrite();
  database.prepare('DELETE FROM sessions WHERE ends_at < ?').run(now - KEEP_ENDED_MS);
  database
    .prepare(
      'INSERT INTO sessions (id_hash, name, groups, role, method, address, created_at, seen_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(idHash, identity.name, JSON.stringify(identity.groups), identity.role, method, address, now, now, endsAt);
  return { id, idHash, endsAt: new Date(endsAt) };
}

/**
 * The person whose session has this id. null: there is none, it has ended, was idle too long, or was revoked. `active`: the
 * request keeps the session alive; polling does not.
 */
export function readSession(
  id: string,
  active: boolean,
  now = Date.now(),
): (Identity & { method: SessionMethod }) | null {
  const idHash = hashOfId(id);
  const row = accessDatabase().prepare('SELECT * FROM sessions WHERE id_hash = ?').get(idHash);
  if (!row || row.revoked_at !== null || Number(row.ends_at) <= now || Number(row.seen_at) + limits().idleMs <= now)
    return null;
  if (row.method !== configuration().signIn.kind || Number(row.created_at) > now + CLOCK_SLACK_MS) return null;
  // The distance in either direction: a clock that was set back since may have written a later time.
  const isDue = Math.abs(now - Number(row.seen_at)) >= WRITE_ACTIVITY_EVERY_MS;
  if (active && isDue && isInPlace(configuration().dataDirectory))
    accessDatabase().prepare('UPDATE sessions SET seen_at = ? WHERE id_hash = ?').run(now, idHash);
  return {
    name: String(row.name),
    groups: JSON.parse(String(row.groups)) as string[],
    role: row.role === null ? null : (String(row.role) as Role),
    method: String(row.method) as SessionMethod,
  };
}

/** Whether a session was started from this address in the last weeks. */
export const isKnownAddress = (address: string | null): boolean =>
  address !== null &&
  accessDatabase().prepare('SELECT 1 FROM sessions WHERE address = ? LIMIT 1').get(address) !== undefined;

export function revokeSession(id: string): void {
  accessDatabase()
    .prepare('UPDATE sessions SET revoked_at = ? WHERE id_hash = ? AND revoked_at IS NULL')
    .run(Date.now(), hashOfId(id));
  deleteUnusedTokens();
}

/** Ends every session of a person, and returns how many: for `restore-desk user sign-out`, and when a local user is removed. */
export function revokeSessionsOf(name: string): number {
  const database = accessDatabase();
  const theirs = database
    .prepare('SELECT id_hash, name FROM sessions WHERE revoked_at IS NULL')
    .all()
    .filter((row) => samePerson(String(row.name), name));
  const revoke = database.prepare('UPDATE sessions SET revoked_at = ? WHERE id_hash = ? AND revoked_at IS NULL');
  const ended = theirs.reduce((sum, { id_hash: id }) => sum + Number(revoke.run(Date.now(), id!).changes), 0);
  deleteUnusedTokens();
  return ended;
}
