import 'server-only';
import { cookies, headers } from 'next/headers';
import { z } from 'zod';
import { configuration } from '../config/loaded.ts';
import { redact } from '../config/redact.ts';
import { AppError, isAppError, toFailure, type Failure } from '../errors.ts';
import { refuseMoved } from '../held-folders.ts';
import { log } from '../log.ts';
import { processGlobal } from '../process-wide.ts';
import { callerOf, clientAddress } from './client-address.ts';
import { setServiceUnavailable } from './current-response.ts';
import { clustersOf, currentUser } from './current-user.ts';
import { checkPassword, type LocalUser } from './local-users.ts';
import { isOwnOrigin } from './origin.ts';
import { PasswordQueue, type Priority } from './password-queue.ts';
import { saveTokens, type ProviderTokens } from './provider-tokens.ts';
import { recordSignIn } from './record-sign-in.ts';
import type { Identity } from './roles.ts';
import { cookieSettings, safeReturn, sentCookie } from './session-cookie.ts';
import { createSession, isKnownAddress, revokeSession, type SessionMethod } from './sessions.ts';
import {
  clearFailures,
  countAttempt,
  recentFailures,
  signInDelayMs,
  startDelay,
  uncountAttempt,
} from './sign-in-throttle.ts';
import { usersFile } from './users-file.ts';

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

const wrongCredentials = () =>
  new AppError('unauthorised', 'The name or the password is wrong.', {
    hint: 'After some wrong ones each attempt has to wait longer.',
  });
const foreignOrigin = () =>
  new AppError('forbidden', 'This request came from another site, and was refused.', {
    hint: 'Open Restore Desk by its own address.',
  });
/** Instead of a session that shows an empty page. */
const noRole = (name: string) =>
  new AppError('forbidden', `${name} has no role on any cluster.`, {
    hint: 'An administrator of Restore Desk can give one to you, or to one of your groups, in its configuration.',
  });

/** Starts a session for an authenticated person, and sets its cookie. Throws AppError forbidden without a role, and disk. */
export async function startSession(
  identity: Identity,
  method: SessionMethod,
  tokens: ProviderTokens | null = null,
): Promise<void> {
  const sent = await headers();
  const address = clientAddress(sent);
  if (clustersOf(identity).length === 0) throw noRole(identity.name);
  const { name, options } = cookieSettings('session', sent);
  const jar = await cookies();
  // The previous session of this browser may be another person's.
  const previous = jar.get(name)?.value;
  if (previous) revokeSession(previous);
  const { id, idHash, endsAt } = createSession(identity, method, address);
  if (tokens) saveTokens(idHash, tokens, endsAt.getTime());
  jar.set(name, id, { ...options, expires: endsAt });
  recordSignIn('sign in', identity.name, address);
}

/** Local users: name and password. Delayed per user and per address. A failure never says which of the two was wrong. */
export async function signInLocally(raw: unknown): Promise<SignedIn> {
  const sent = await headers();
  const address = clientAddress(sent);
  const parsed = credentials.safeParse(raw);
  try {
    if (!isOwnOrigin(sent)) throw foreignOrigin();
    if (configuration().signIn.kind !== 'local')
      throw new AppError('refused', 'Signing in with a password is switched off here.');
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
    const delayMs = signInDelayMs(name, address);
    if (delayMs > 0)
      throw new AppError(
        'overloaded',
        `Too many wrong attempts: wait ${Math.ceil(delayMs / 1000)} s before the next one.`,
        { hint: 'The wait doubles with each wrong one, up to 15 minutes.' },
      );
    const user = await checkPasswordInTurn(name, password, address);
    if (!user) {
      startDelay(name, address);
      throw wrongCredentials();
    }
    clearFailures(name, address);
    await startSession({ name, groups: user.groups, role: user.role }, 'local');
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

/** An address keeps its priority below this number of wrong passwords. `known`: a user signed in from it before (an office). */
const ORDINARY_FAILURES = { known: 10, new: 4 };

/** With more wrong passwords the priority is one lower. An attempt counts as wrong while it is checked. */
function priorityOf(address: string | null): Priority {
  const failures = recentFailures(address);
  if (isKnownAddress(address)) return failures < ORDINARY_FAILURES.known ? 'known' : 'new';
  return failures < ORDINARY_FAILURES.new ? 'new' : 'suspect';
}

const queue = processGlobal('password-queue', () => new PasswordQueue());

/** null: wrong name or wrong password. Throws AppError overloaded; then the attempt is not counted. */
async function checkPasswordInTurn(name: string, password: string, address: string | null): Promise<LocalUser | null> {
  const inTurn = queue().enter(callerOf(address), priorityOf(address));
  countAttempt(name, address);
  return inTurn(() => checkPassword(usersFile(), name, password)).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'overloaded') uncountAttempt(name, address);
    throw error;
  });
}

/** Ends the session here and on the server. */
export async function endSession(): Promise<{ ok: true } | { ok: false; failure: Failure }> {
  const sent = await headers();
  if (!isOwnOrigin(sent)) return { ok: false, failure: toFailure(foreignOrigin()) };
  const { identity, address } = await currentUser();
  const { name, options } = cookieSettings('session', sent);
  const id = sentCookie(sent, name);
  if (id) revokeSession(id);
  (await cookies()).set(name, '', { ...options, maxAge: 0 });
  if (identity) recordSignIn('sign out', identity.name, address);
  return { ok: true };
}
