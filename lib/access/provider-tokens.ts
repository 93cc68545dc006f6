import { configuration } from '../config/loaded.ts';
import { samePerson } from '../contract/person.ts';
import { accessDatabase, accessDatabaseToWrite } from './access-database.ts';
import { decryptTokens, encryptTokens } from './token-encryption.ts';

/** What the provider gave at a sign-in, to ask it about this person again when an approval is used. */
export interface ProviderTokens {
  subject: string;
  access: string;
  /** null: the provider gave none. */
  refresh: string | null;
  /** Of the access token, in milliseconds since 1970. */
  expiresAt: number;
}

/** Only approvals use tokens. */
const isNeeded = (): boolean => configuration().clusters.some(({ approval }) => approval !== null);

/** Kept encrypted, no longer than the session (its id hash), and only if a cluster needs approvals. Throws AppError disk. */
export function saveTokens(session: string, tokens: ProviderTokens, endsAt: number): void {
  if (!isNeeded()) return;
  const database = accessDatabaseToWrite();
  deleteUnusedTokens();
  database
    .prepare('INSERT OR REPLACE INTO provider_tokens (session, sealed, ends_at) VALUES (?, ?, ?)')
    .run(session, encryptTokens(tokens), endsAt);
}

/** After a refresh: the provider may refuse the earlier tokens from then on. */
export function replaceTokens(session: string, tokens: ProviderTokens): void {
  accessDatabaseToWrite()
    .prepare('UPDATE provider_tokens SET sealed = ? WHERE session = ?')
    .run(encryptTokens(tokens), session);
}

/** Returns null if no tokens are stored, or another key encrypted them. Throws AppError disk if the key can't be read. */
export function readTokens(session: string): ProviderTokens | null {
  const row = accessDatabase().prepare('SELECT sealed FROM provider_tokens WHERE session = ?').get(session);
  return row ? (decryptTokens(String(row.sealed)) as ProviderTokens | null) : null;
}

/** An approval may outlive the session in which it was given: the tokens are kept until both are over. */
export function keepTokensForApproval(approval: string, session: string, name: string, endsAt: number): void {
  const database = accessDatabaseToWrite();
  database
    .prepare('INSERT OR REPLACE INTO approver_sessions (approval, session, name, ends_at) VALUES (?, ?, ?, ?)')
    .run(approval, session, name, endsAt);
  database.prepare('UPDATE provider_tokens SET ends_at = max(ends_at, ?) WHERE session = ?').run(endsAt, session);
}

/** The session in which this person gave this approval; null: not known. */
export function sessionOfApproval(approval: string, name: string): string | null {
  const row = accessDatabase().prepare('SELECT session, name FROM approver_sessions WHERE approval = ?').get(approval);
  return row && samePerson(String(row.name), name) ? String(row.session) : null;
}

/** Deletes the tokens that have expired, and those whose session has ended and that no approval needs. */
export function deleteUnusedTokens(now = Date.now()): void {
  const database = accessDatabase();
  database.prepare('DELETE FROM approver_sessions WHERE ends_at <= ?').run(now);
  database
    .prepare(
      'DELETE FROM provider_tokens WHERE ends_at <= ? OR (session NOT IN (SELECT session FROM approver_sessions) AND ' +
        'session NOT IN (SELECT id_hash FROM sessions WHERE revoked_at IS NULL AND ends_at > ?))',
    )
    .run(now, now);
}
