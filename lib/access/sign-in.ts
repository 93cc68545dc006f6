import 'server-only';
import { cookies, headers } from 'next/headers';
import { z } from 'zod';
import { configuration } from '../config/loaded.ts';
import { redact } from '../config/redact.ts';
import { AppError, isAppError, toFailure, type Failure } from '../errors.ts';
import { refuseMoved } from '../held-folders.ts';
import { log } from '../log.ts';
import { processWide } from '../process-wide.ts';
import { callerOf, clientAddress } from './client-address.ts';
import { setServiceUnavailable } from './current-response.ts';
import { checkPassword, type LocalUser } from './local-users.ts';
import { isOwnOrigin } from './origin.ts';
import { PasswordQueue, type Rank } from './password-queue.ts';
import { keepTokens, type ProviderTokens } from './provider-tokens.ts';
import { recordSignIn } from './record-sign-in.ts';
import type { Identity } from './roles.ts';
import { cookieTerms, safeReturn, sentCookie } from './session-cookie.ts';
import { isKnownAddress, openSession, revokeSession, type SessionMethod } from './sessions.ts';
import { failuresFrom, noteAttempt, noteFailure, noteSuccess, takeAttemptBack, waitBefore } from './slow-down.ts';
import { usersFile } from './users-file.ts';
import { clustersOf, whoIsAsking } from './who.ts';

const NAME = 'Your name is needed.';
const PASSWORD = 'Your password is needed.';
const credentials = z.object(
  {
    name: z.string(NAME).trim().min(1, NAME).max(64, 'A name has at most 64 characters.'),
    password: z.string(PASSWORD).min(1, PASSWORD).max(1024, 'A password has at most 1,024 characters.'),
    to: z.string().catch('/').optional(),
  },
  'A name and a password are needed.',
);

type SignedIn = { ok: true; to: string } | { ok: false; failure: Failure & { fields?: Record<string, string> } };

const wrong = () =>
  new AppError('unauthorised', 'The name or the password is wrong.', {
    hint: 'After some wrong ones each attempt has to wait longer.',
  });
const elsewhere = () =>
  new AppError('forbidden', 'This was asked for from another site, and was refused.', {
    hint: 'Open Restore Desk by its own address.',
  });
/** Signed in, but to nothing: said at once, instead of an empty page. */
const noRole = (name: string) =>
  new AppError('forbidden', `${name} has no role on any cluster.`, {
    hint: 'Whoever keeps the configuration of Restore Desk can give one to you or to a group of yours.',
  });

/** Starts a session for somebody who proved who they are. Throws AppError forbidden for one without any role. */
export async function beginSession(
  identity: Identity,
  method: SessionMethod,
  tokens: ProviderTokens | null = null,
): Promise<void> {
  const sent = await headers();
  const address = clientAddress(sent);
  if (clustersOf(identity).length === 0) throw noRole(identity.name);
  const { name, options } = cookieTerms('session', sent);
  const jar = await cookies();
  // A session from before is over: its cookie must not outlive the person who sat here.
  const before = jar.get(name)?.value;
  if (before) revokeSession(before);
  const { cookie, endsAt, session } = openSession(identity, method, address);
  if (tokens) keepTokens(session, tokens, endsAt.getTime());
  jar.set(name, cookie, { ...options, expires: endsAt });
  recordSignIn('sign in', identity.name, address);
}

/** Local users: name and password. Slowed per user and per address; a failure never says which of the two was wrong. */
export async function signInLocally(raw: unknown): Promise<SignedIn> {
  const sent = await headers();
  const address = clientAddress(sent);
  const parsed = credentials.safeParse(raw);
  try {
    if (!isOwnOrigin(sent)) throw elsewhere();
    if (configuration().signIn.kind !== 'local') throw new AppError('refused', 'Nobody signs in with a password here.');
    if (!parsed.success)
      return {
        ok: false,
        failure: {
          code: 'invalid_input',
          message: 'Name and password can’t be used as they are.',
          fields: Object.fromEntries(
            parsed.error.issues.map((issue) => [String(issue.path[0] ?? 'name'), issue.message]),
          ),
        },
      };
    const { name, password, to } = parsed.data;
    refuseMoved(configuration().dataDirectory);
    const waitMs = waitBefore(name, address);
    if (waitMs > 0)
      throw new AppError(
        'overloaded',
        `Too many wrong attempts: wait ${Math.ceil(waitMs / 1000)} s before the next one.`,
        { hint: 'The wait doubles with each wrong one, up to 15 minutes.' },
      );
    const user = await checkInTurn(name, password, address);
    if (!user) {
      noteFailure(name, address);
      throw wrong();
    }
    noteSuccess(name, address);
    await beginSession({ name, groups: user.groups, role: user.role }, 'local');
    return { ok: true, to: safeReturn(to) };
  } catch (error) {
    const failure = toFailure(error);
    const seconds = failure.details?.retryAfterSeconds;
    if (typeof seconds === 'number') setServiceUnavailable(seconds);
    if (!isAppError(error)) log().error({ err: error }, 'A sign-in met a defect.');
    recordSignIn('sign in', parsed.success ? parsed.data.name : null, address, failure);
    return { ok: false, failure: { ...failure, message: redact(failure.message) } };
  }
}

/** An address with many wrong guesses goes last, one that is known before all others. Who is being checked counts as a guess. */
function rankOf(address: string | null): Rank {
  const failures = failuresFrom(address);
  if (isKnownAddress(address)) return failures < FEW_FAILURES ? 0 : 1;
  return failures < FEW_AT_NEW ? 1 : 2;
}

/** So many mistype their password in an office, too. */
const FEW_FAILURES = 10;
const FEW_AT_NEW = 4;

const queue = processWide('password-queue', () => new PasswordQueue());

/** null: wrong name or wrong password. Counted before it is looked at, so that many at once don't get by. Throws AppError overloaded. */
async function checkInTurn(name: string, password: string, address: string | null): Promise<LocalUser | null> {
  const inTurn = queue().enter(callerOf(address), rankOf(address));
  noteAttempt(name, address);
  return inTurn(() => checkPassword(usersFile(), name, password)).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'overloaded') takeAttemptBack(name, address);
    throw error;
  });
}

/** Ends the session here and on the server. */
export async function endSession(): Promise<{ ok: true } | { ok: false; failure: Failure }> {
  const sent = await headers();
  if (!isOwnOrigin(sent)) return { ok: false, failure: toFailure(elsewhere()) };
  const { identity, address } = await whoIsAsking();
  const { name, options } = cookieTerms('session', sent);
  const cookie = sentCookie(sent, name);
  if (cookie) revokeSession(cookie);
  (await cookies()).set(name, '', { ...options, maxAge: 0 });
  if (identity) recordSignIn('sign out', identity.name, address);
  return { ok: true };
}
