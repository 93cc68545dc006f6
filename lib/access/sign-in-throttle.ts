import { nameProblem, personKey } from '../contract/person.ts';
import { accessDatabase } from './access-database.ts';
import { callerOf } from './client-address.ts';

/** Wrong passwords up to this number cause no delay; each further one doubles it. Several people may share an address. */
const FAILURES_WITHOUT_DELAY = { user: 4, address: 20 };
const LONGEST_DELAY_MS = 15 * 60_000;
/** Without a further attempt, failures are forgotten after this time. */
const FORGET_AFTER_MS = 60 * 60_000;
const CLOCK_SLACK_MS = 5000;

type Subject = { kind: keyof typeof FAILURES_WITHOUT_DELAY; name: string };

const subjectsOf = (user: string, address: string | null): Subject[] => [
  // All names that no user can have count as one: none of them can sign in, and they delay no user.
  { kind: 'user', name: nameProblem(user) === null ? personKey(user) : 'no name' },
  { kind: 'address', name: callerOf(address) },
];

const keyOf = ({ kind, name }: Subject): string => `${kind} ${name}`.slice(0, 300);

/** Long ago, or in the future: the clock was set back since, and its old time must not delay a sign-in. */
const isForgotten = (lastAt: number, now: number): boolean =>
  now - lastAt > FORGET_AFTER_MS || lastAt > now + CLOCK_SLACK_MS;

/** How long this user must wait before the next attempt from this address; 0: no delay. */
export function signInDelayMs(user: string, address: string | null, now = Date.now()): number {
  const delays = subjectsOf(user, address).map((subject) => {
    const row = accessDatabase()
      .prepare('SELECT failures, last_at FROM attempts WHERE subject = ?')
      .get(keyOf(subject));
    const over = row ? Number(row.failures) - FAILURES_WITHOUT_DELAY[subject.kind] : 0;
    if (!row || over <= 0 || isForgotten(Number(row.last_at), now)) return 0;
    return Math.max(0, Number(row.last_at) + Math.min(1000 * 2 ** (over - 1), LONGEST_DELAY_MS) - now);
  });
  return Math.max(...delays);
}

/** Counts a failure before the password is checked, so that many attempts at once can't pass the limit. */
export function countAttempt(user: string, address: string | null, now = Date.now()): void {
  const database = accessDatabase();
  database.prepare('DELETE FROM attempts WHERE last_at < ?').run(now - FORGET_AFTER_MS);
  for (const subject of subjectsOf(user, address)) {
    database
      .prepare(
        'INSERT INTO attempts (subject, failures, last_at) VALUES (?, 1, ?) ON CONFLICT (subject) DO ' +
          'UPDATE SET failures = failures + 1, last_at = excluded.last_at',
      )
      .run(keyOf(subject), now);
  }
}

/** Takes back an attempt whose password was not checked after all. */
export function uncountAttempt(user: string, address: string | null): void {
  for (const subject of subjectsOf(user, address)) uncountFailure(subject);
}

/** After a wrong password the delay begins now: on a busy machine the check takes longer than the first delays. */
export function startDelay(user: string, address: string | null, now = Date.now()): void {
  for (const subject of subjectsOf(user, address))
    accessDatabase().prepare('UPDATE attempts SET last_at = ? WHERE subject = ?').run(now, keyOf(subject));
}

/** After the right password: the user's failures are deleted, and this attempt is taken back from the address. */
export function clearFailures(user: string, address: string | null): void {
  const [person, network] = subjectsOf(user, address);
  accessDatabase().prepare('DELETE FROM attempts WHERE subject = ?').run(keyOf(person!));
  uncountFailure(network!);
}

/** How many wrong passwords came from this address that are not forgotten yet. */
export function recentFailures(address: string | null, now = Date.now()): number {
  const [, network] = subjectsOf('', address);
  const row = accessDatabase().prepare('SELECT failures, last_at FROM attempts WHERE subject = ?').get(keyOf(network!));
  return row && !isForgotten(Number(row.last_at), now) ? Number(row.failures) : 0;
}

function uncountFailure(subject: Subject): void {
  accessDatabase().prepare('UPDATE attempts SET failures = max(0, failures - 1) WHERE subject = ?').run(keyOf(subject));
}
