import { accessDatabaseToWrite } from './access-database.ts';
import { callerOf } from './client-address.ts';
import { hashOfId, newRandomId } from './random-id.ts';

/** An OpenID Connect sign-in between the way to the provider and the way back. */
export interface PendingSignIn {
  state: string;
  nonce: string;
  /** Of PKCE. */
  verifier: string;
  /** The path of ours to open afterwards. */
  returnPath: string;
}

/** The provider's page may be open while a person looks for their phone. */
export const PENDING_MS = 10 * 60_000;
/** One that began later than now is of a clock that was set back since, and would live longer. */
const CLOCK_SLACK_MS = 60_000;

/**
 * Anyone can begin sign-ins without finishing them. Beyond a limit the oldest one is deleted: of the same network, or of the
 * network with the most. So a flood from a few networks ends no sign-in of another one. A row has at most some 2.5 kB
 * (safeReturn limits the path), all rows 25 MB; at the limit a sign-in takes 0.8 ms here (measured).
 */
const MOST_PER_NETWORK = 100;
const MOST = 10_000;

/** Returns the random id for the browser's cookie. Throws AppError disk, and errors of SQLite. */
export function savePendingSignIn(
  { state, nonce, verifier, returnPath }: PendingSignIn,
  address: string | null,
  now = Date.now(),
): string {
  const id = newRandomId();
  const network = callerOf(address);
  const database = accessDatabaseToWrite();
  deleteExpired(now);
  const count = (where: string, ...values: string[]) =>
    Number(database.prepare(`SELECT count(*) AS rows FROM pending_sign_ins ${where}`).get(...values)!.rows);
  if (count('WHERE network = ?', network) >= MOST_PER_NETWORK) deleteOldest(network);
  else if (count('') >= MOST) deleteOldest(largestNetwork());
  database
    .prepare(
      'INSERT INTO pending_sign_ins (id_hash, network, state, nonce, verifier, return_path, started_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(hashOfId(id), network, state, nonce, verifier, returnPath, now);
  return id;
}

/** Valid once. Returns null if no sign-in has this id, it was taken before, or it expired. Throws like savePendingSignIn. */
export function takePendingSignIn(id: string, now = Date.now()): PendingSignIn | null {
  const row = accessDatabaseToWrite()
    .prepare('DELETE FROM pending_sign_ins WHERE id_hash = ? RETURNING *')
    .get(hashOfId(id));
  const ageMs = row ? now - Number(row.started_at) : 0;
  if (!row || ageMs > PENDING_MS || ageMs < -CLOCK_SLACK_MS) return null;
  return {
    state: String(row.state),
    nonce: String(row.nonce),
    verifier: String(row.verifier),
    returnPath: String(row.return_path),
  };
}

function deleteExpired(now: number): void {
  // Two statements: with OR, SQLite reads the whole index (7 ms at 10,000 rows).
  const database = accessDatabaseToWrite();
  database.prepare('DELETE FROM pending_sign_ins WHERE started_at < ?').run(now - PENDING_MS);
  database.prepare('DELETE FROM pending_sign_ins WHERE started_at > ?').run(now + CLOCK_SLACK_MS);
}

function deleteOldest(network: string): void {
  accessDatabaseToWrite()
    .prepare(
      'DELETE FROM pending_sign_ins WHERE id_hash = (SELECT id_hash FROM pending_sign_ins WHERE network = ? ORDER BY started_at LIMIT 1)',
    )
    .run(network);
}

/** Of several with as many, the one whose sign-in is the oldest. */
const largestNetwork = (): string =>
  String(
    accessDatabaseToWrite()
      .prepare('SELECT network FROM pending_sign_ins GROUP BY network ORDER BY count(*) DESC, min(started_at) LIMIT 1')
      .get()!.network,
  );
