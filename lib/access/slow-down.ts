import { accessDatabase } from './access-database.ts';
import { nameProblem, personKey } from '../contract/person.ts';
import { callerOf } from './client-address.ts';

/** Wrong passwords that cost nothing; each one after them doubles the wait. An address has more people behind it. */
const FREE = { user: 4, address: 20 };
const LONGEST_WAIT_MS = 15 * 60_000;
/** Forgotten after a quiet time. */
const FORGET_AFTER_MS = 60 * 60_000;
const CLOCK_SLACK_MS = 5000;

type Subject = { kind: keyof typeof FREE; name: string };

const subjectsOf = (user: string, address: string | null): Subject[] => [
  // A name that no user can have opens nothing, and slows no user down.
  { kind: 'user', name: nameProblem(user) === null ? personKey(user) : 'no name' },
  { kind: 'address', name: callerOf(address) },
];

const nameOf = ({ kind, name }: Subject): string => `${kind} ${name}`.slice(0, 300);

/** Long ago; or later than now: a clock wrote it that has been set back since, and nobody waits for the hour it showed. */
const isForgotten = (lastAt: number, now: number): boolean =>
  now - lastAt > FORGET_AFTER_MS || lastAt > now + CLOCK_SLACK_MS;

/** How long this user from this address must wait before the next attempt; 0: not at all. */
export function waitBefore(user: string, address: string | null, now = Date.now()): number {
  const waits = subjectsOf(user, address).map((subject) => {
    const row = accessDatabase()
      .prepare('SELECT failures, last_at FROM attempts WHERE subject = ?')
      .get(nameOf(subject));
    const over = row ? Number(row.failures) - FREE[subject.kind] : 0;
    if (!row || over <= 0 || isForgotten(Number(row.last_at), now)) return 0;
    return Math.max(0, Number(row.last_at) + Math.min(1000 * 2 ** (over - 1), LONGEST_WAIT_MS) - now);
  });
  return Math.max(...waits);
}

/** Counted before the password is looked at, so that many at once don't get by. */
export function noteAttempt(user: string, address: string | null, now = Date.now()): void {
  const database = accessDatabase();
  database.prepare('DELETE FROM attempts WHERE last_at < ?').run(now - FORGET_AFTER_MS);
  for (const subject of subjectsOf(user, address)) {
    database
      .prepare(
        'INSERT INTO attempts (subject, failures, last_at) VALUES (?, 1, ?) ON CONFLICT (subject) DO ' +
          'UPDATE SET failures = failures + 1, last_at = excluded.last_at',
      )
      .run(nameOf(subject), now);
  }
}

/** The wait begins with the answer: on a busy machine looking at a password takes longer than the first waits. */
export function noteFailure(user: string, address: string | null, now = Date.now()): void {
  for (const subject of subjectsOf(user, address))
    accessDatabase().prepare('UPDATE attempts SET last_at = ? WHERE subject = ?').run(now, nameOf(subject));
}

/** Wrong passwords that came from this address lately. */
export function failuresFrom(address: string | null, now = Date.now()): number {
  const [, place] = subjectsOf('', address);
  const row = accessDatabase().prepare('SELECT failures, last_at FROM attempts WHERE subject = ?').get(nameOf(place!));
  return row && !isForgotten(Number(row.last_at), now) ? Number(row.failures) : 0;
}

/** An attempt whose password was not looked at after all. */
export function takeAttemptBack(user: string, address: string | null): void {
  for (const subject of subjectsOf(user, address))
    accessDatabase()
      .prepare('UPDATE attempts SET failures = max(0, failures - 1) WHERE subject = ?')
      .run(nameOf(subject));
}

/** The right password: the user starts afresh, the address gets this one attempt back. */
export function noteSuccess(user: string, address: string | null): void {
  const [person, place] = subjectsOf(user, address);
  const database = accessDatabase();
  database.prepare('DELETE FROM attempts WHERE subject = ?').run(nameOf(person!));
  database.prepare('UPDATE attempts SET failures = max(0, failures - 1) WHERE subject = ?').run(nameOf(place!));
}
