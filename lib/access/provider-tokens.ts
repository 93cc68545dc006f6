import { configuration } from '../config/loaded.ts';
import { samePerson } from '../contract/person.ts';
import { accessDatabase, accessToChange } from './access-database.ts';
import { seal, unseal } from './seal.ts';

/** What the provider gave at a sign-in, to ask it again about this person. */
export interface ProviderTokens {
  subject: string;
  access: string;
  /** null: the provider gave none. */
  refresh: string | null;
  /** Of the access token, as milliseconds. */
  expiresAt: number;
}

/** Kept only where an approval may ask for them. */
const isNeeded = (): boolean => configuration().clusters.some(({ approval }) => approval !== null);

/** Sealed, beside its session and no longer than that. */
export function keepTokens(session: string, tokens: ProviderTokens, endsAt: number): void {
  if (!isNeeded()) return;
  const database = accessToChange();
  forgetTokens();
  database
    .prepare('INSERT OR REPLACE INTO provider_tokens (session, sealed, ends_at) VALUES (?, ?, ?)')
    .run(session, seal('provider', tokens), endsAt);
}

/** After a refresh the provider may take the earlier ones no more. */
export function renewTokens(session: string, tokens: ProviderTokens): void {
  accessToChange()
    .prepare('UPDATE provider_tokens SET sealed = ? WHERE session = ?')
    .run(seal('provider', tokens), session);
}

export function tokensOf(session: string): ProviderTokens | null {
  const row = accessDatabase().prepare('SELECT sealed FROM provider_tokens WHERE session = ?').get(session);
  return row ? (unseal('provider', String(row.sealed)) as ProviderTokens | null) : null;
}

/** An approval outlives the session it was given in: its tokens are kept until it is over. */
export function keepForApproval(approval: string, session: string, name: string, endsAt: number): void {
  const database = accessToChange();
  database
    .prepare('INSERT OR REPLACE INTO approver_sessions (approval, session, name, ends_at) VALUES (?, ?, ?, ?)')
    .run(approval, session, name, endsAt);
  database.prepare('UPDATE provider_tokens SET ends_at = max(ends_at, ?) WHERE session = ?').run(endsAt, session);
}

/** The session in which this person gave this approval; null: it is not known. */
export function sessionOfApproval(approval: string, name: string): string | null {
  const row = accessDatabase().prepare('SELECT session, name FROM approver_sessions WHERE approval = ?').get(approval);
  return row && samePerson(String(row.name), name) ? String(row.session) : null;
}

/** What is over, and what belongs to a session that was ended and to no approval. */
export function forgetTokens(now = Date.now()): void {
  const database = accessDatabase();
  database.prepare('DELETE FROM approver_sessions WHERE ends_at <= ?').run(now);
  database
    .prepare(
      'DELETE FROM provider_tokens WHERE ends_at <= ? OR (session NOT IN (SELECT session FROM approver_sessions) AND ' +
        'session NOT IN (SELECT id_hash FROM sessions WHERE revoked_at IS NULL AND ends_at > ?))',
    )
    .run(now, now);
}
