import * as client from 'openid-client';
import { configuration } from '../config/loaded.ts';
import type { SignInSettings } from '../config/schema.ts';
import { AppError } from '../errors.ts';
import { nameProblem } from '../contract/person.ts';
import type { PendingSignIn } from './pending-sign-ins.ts';
import type { ProviderTokens } from './provider-tokens.ts';
import type { Identity } from './roles.ts';

type OpenIdSettings = Extract<SignInSettings, { kind: 'openid-connect' }>;

/**
 * One per copy of this module, not per process: the library accepts only what the same copy of it has made, and Next bundles
 * both several times.
 */
const discovered: { provider?: Promise<client.Configuration> } = {};

/** Discovered once, and again after a failure: the provider may start later than Restore Desk. Throws AppError unreachable. */
function provider(settings: OpenIdSettings): Promise<client.Configuration> {
  const { clientSecret } = configuration().secrets;
  return (discovered.provider ??= discover(settings, clientSecret).catch((cause: unknown) => {
    delete discovered.provider;
    throw unreachable(settings, cause);
  }));
}

const unreachable = ({ issuer }: OpenIdSettings, cause: unknown) =>
  new AppError('unreachable', 'The sign-in provider can’t be reached, or does not publish its configuration.', {
    hint: `Open ${issuer.replace(/\/$/, '')}/.well-known/openid-configuration, and check \`signIn.issuer\` in the configuration.`,
    cause,
  });

/** The provider did not answer, which is no wrong answer: it may have stopped since the sign-in began. */
const isNoAnswer = (error: unknown): boolean =>
  error instanceof Error &&
  ((error.name === 'TypeError' && error.message === 'fetch failed') ||
    error.name === 'TimeoutError' ||
    (error.cause !== undefined && isNoAnswer(error.cause)));

/** A claim by its name. Where there is none, the name is a path into nested claims (`realm_access.roles`). */
function claimIn(claims: unknown, name: string): unknown {
  if (typeof claims !== 'object' || claims === null) return undefined;
  if (Object.hasOwn(claims, name)) return (claims as Record<string, unknown>)[name];
  const dot = name.indexOf('.');
  return dot < 0 || !Object.hasOwn(claims, name.slice(0, dot))
    ? undefined
    : claimIn((claims as Record<string, unknown>)[name.slice(0, dot)], name.slice(dot + 1));
}

/** Reads what the provider publishes of itself, once more. Throws AppError unreachable. */
export async function checkProvider(
  settings: OpenIdSettings,
  clientSecret: string | null,
): Promise<{ issuer: string }> {
  try {
    return { issuer: (await discover(settings, clientSecret)).serverMetadata().issuer };
  } catch (cause) {
    throw unreachable(settings, cause);
  }
}

function discover(settings: OpenIdSettings, clientSecret: string | null): Promise<client.Configuration> {
  return client.discovery(
    new URL(settings.issuer),
    settings.clientId,
    undefined,
    clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret),
    {
      // Checks the signature of the identity token too, though it comes from the provider itself by TLS.
      execute: [client.enableNonRepudiationChecks, ...(settings.allowHttp ? [client.allowInsecureRequests] : [])],
      timeout: 10,
    },
  );
}

const redirectUri = (): string => `${configuration().publicUrl}/api/sign-in/callback`;

/** The address at the provider, and what to keep for the way back. Throws AppError unreachable. */
export async function beginSignIn(
  settings: OpenIdSettings,
  returnPath: string,
): Promise<{ url: URL; pending: PendingSignIn }> {
  const known = await provider(settings);
  const pending = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    returnPath,
  };
  const url = client.buildAuthorizationUrl(known, {
    redirect_uri: redirectUri(),
    scope: settings.scopes.join(' '),
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
  });
  return { url, pending };
}

/** The person who signed in. Throws AppError unauthorised (the cause is for the log), refused (the name), unreachable. */
export async function completeSignIn(
  settings: OpenIdSettings,
  answer: URLSearchParams,
  pending: PendingSignIn,
): Promise<{ identity: Identity; tokens: ProviderTokens }> {
  const known = await provider(settings);
  const url = new URL(redirectUri());
  url.search = answer.toString();
  const found = await exchangeCode(settings, known, url, pending).catch((cause: unknown) => {
    if (isNoAnswer(cause)) throw unreachable(settings, cause);
    throw new AppError(
      'unauthorised',
      'The sign-in was not completed: the provider refused it, or its answer can’t be trusted.',
      { hint: 'Sign in again. If it fails again, the log of Restore Desk has the reason.', cause },
    );
  });
  const problem = nameProblem(found.identity.name);
  if (problem === null) return found;
  throw new AppError('refused', `The name that the provider gives can’t be used: ${problem}.`, {
    hint: 'Change it at the provider, or name another claim as `signIn.nameClaim`.',
  });
}

async function exchangeCode(
  settings: OpenIdSettings,
  known: client.Configuration,
  url: URL,
  pending: PendingSignIn,
): Promise<{ identity: Identity; tokens: ProviderTokens }> {
  const tokens = await client.authorizationCodeGrant(known, url, {
    pkceCodeVerifier: pending.verifier,
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims()!;
  return {
    identity: await identityOf(settings, known, { claims, access: tokens.access_token, subject: claims.sub }),
    tokens: tokensToKeep(tokens, claims.sub, null),
  };
}

const tokensToKeep = (tokens: TokenAnswer, subject: string, before: ProviderTokens | null): ProviderTokens => ({
  subject,
  access: tokens.access_token,
  refresh: tokens.refresh_token ?? before?.refresh ?? null,
  expiresAt: Date.now() + (tokens.expiresIn() ?? 0) * 1000,
});

type TokenAnswer = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;

interface Claimed {
  claims: { sub: string } | undefined;
  access: string;
  subject: string;
  /** Used where the provider gives no new name or groups. */
  before?: Pick<Identity, 'name' | 'groups'>;
}

/** From the identity token; what it lacks, from the userinfo endpoint. */
async function identityOf(
  { groupsClaim, nameClaim }: OpenIdSettings,
  known: client.Configuration,
  { access, before, claims, subject }: Claimed,
): Promise<Identity> {
  const lacks = claimIn(claims, groupsClaim) === undefined || claimIn(claims, nameClaim) === undefined;
  const more =
    lacks && known.serverMetadata().userinfo_endpoint ? await client.fetchUserInfo(known, access, subject) : {};
  const groups = claimIn(claims, groupsClaim) ?? claimIn(more, groupsClaim) ?? before?.groups;
  const name = claimIn(claims, nameClaim) ?? claimIn(more, nameClaim);
  return {
    name: typeof name === 'string' && name ? name : (before?.name ?? subject),
    groups: [groups].flat().filter((group) => typeof group === 'string'),
    role: null,
  };
}

/** `removed`: the provider no longer accepts this person. `unknown`: no token is left to ask it with. */
type RefreshedIdentity =
  { state: 'active'; identity: Identity; tokens: ProviderTokens } | { state: 'removed' } | { state: 'unknown' };

/** Asks the provider whether it still accepts a person, and with which name and groups. Throws AppError unreachable. */
export async function refreshIdentity(
  settings: OpenIdSettings,
  tokens: ProviderTokens,
  before: Pick<Identity, 'name' | 'groups'>,
): Promise<RefreshedIdentity> {
  const known = await provider(settings);
  try {
    const refreshed = await refreshTokens(known, tokens);
    if (refreshed === null && (Date.now() >= tokens.expiresAt || !known.serverMetadata().userinfo_endpoint))
      return { state: 'unknown' };
    const claims = refreshed?.claims();
    if (claims && claims.sub !== tokens.subject) return { state: 'removed' };
    const current = refreshed ? tokensToKeep(refreshed, tokens.subject, tokens) : tokens;
    const asked = { claims, access: current.access, subject: tokens.subject, before };
    return { state: 'active', identity: await identityOf(settings, known, asked), tokens: current };
  } catch (cause) {
    if (isRejection(cause)) return { state: 'removed' };
    throw unreachable(settings, cause);
  }
}

/** null: there is no refresh token, or the provider does not allow this client to refresh. */
async function refreshTokens(known: client.Configuration, { refresh }: ProviderTokens): Promise<TokenAnswer | null> {
  if (refresh === null) return null;
  return client.refreshTokenGrant(known, refresh).catch((error: unknown) => {
    if (error instanceof client.ResponseBodyError && NO_REFRESH.has(error.error)) return null;
    throw error;
  });
}

const NO_REFRESH: ReadonlySet<string> = new Set(['unauthorized_client', 'unsupported_grant_type']);

/** The grant was revoked, or the token is no longer valid. */
const isRejection = (error: unknown): boolean =>
  (error instanceof client.ResponseBodyError && (error.error === 'invalid_grant' || isDenied(error.status))) ||
  (error instanceof client.WWWAuthenticateChallengeError && isDenied(error.status));

const isDenied = (status: number): boolean => status === 401 || status === 403;
