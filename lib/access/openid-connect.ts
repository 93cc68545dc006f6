import * as client from 'openid-client';
import { configuration } from '../config/loaded.ts';
import type { SignInSettings } from '../config/schema.ts';
import { AppError } from '../errors.ts';
import { nameProblem } from '../contract/person.ts';
import type { ProviderTokens } from './provider-tokens.ts';
import type { Identity } from './roles.ts';

type OpenIdSettings = Extract<SignInSettings, { kind: 'openid-connect' }>;

/** What must come back unchanged from a sign-in under way; sealed into a cookie of that browser. */
export interface SignInUnderWay {
  state: string;
  nonce: string;
  verifier: string;
  /** Where to go afterwards. */
  to: string;
  at: number;
}

/** The provider's page may be left open while somebody looks for their phone. */
export const UNDER_WAY_MS = 10 * 60_000;

/** Of this copy of the module: the library takes only what its own copy has made, and Next bundles both several times. */
const described: { provider?: Promise<client.Configuration> } = {};

/** Asked once, and again after a failure: the provider may come up later than we do. */
function provider(settings: OpenIdSettings): Promise<client.Configuration> {
  return (described.provider ??= discover(settings).catch((cause: unknown) => {
    delete described.provider;
    throw unreachable(settings, cause);
  }));
}

const unreachable = ({ issuer }: OpenIdSettings, cause: unknown) =>
  new AppError('unreachable', 'The sign-in provider can’t be reached, or does not describe itself.', {
    hint: `Look at ${issuer.replace(/\/$/, '')}/.well-known/openid-configuration, and at \`signIn.issuer\` in the configuration.`,
    cause,
  });

/** The provider was there when the sign-in began, and is not now: nobody's answer was wrong. */
const isNoAnswer = (error: unknown): boolean =>
  error instanceof Error &&
  ((error.name === 'TypeError' && error.message === 'fetch failed') ||
    error.name === 'TimeoutError' ||
    (error.cause !== undefined && isNoAnswer(error.cause)));

/** A claim by its name; where none is called so, the dots of the name lead into nested ones (`realm_access.roles`). */
function claimIn(claims: unknown, name: string): unknown {
  if (typeof claims !== 'object' || claims === null) return undefined;
  if (Object.hasOwn(claims, name)) return (claims as Record<string, unknown>)[name];
  const dot = name.indexOf('.');
  return dot < 0 || !Object.hasOwn(claims, name.slice(0, dot))
    ? undefined
    : claimIn((claims as Record<string, unknown>)[name.slice(0, dot)], name.slice(dot + 1));
}

function discover(settings: OpenIdSettings): Promise<client.Configuration> {
  const { clientSecret } = configuration().secrets;
  return client.discovery(
    new URL(settings.issuer),
    settings.clientId,
    undefined,
    clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret),
    {
      // The signature of the identity token is looked at too, though it comes by TLS from the provider itself.
      execute: [client.enableNonRepudiationChecks, ...(settings.allowHttp ? [client.allowInsecureRequests] : [])],
      timeout: 10,
    },
  );
}

const redirectUri = (): string => `${configuration().publicUrl}/api/sign-in/callback`;

/** The provider's address to go to, and what to keep for the way back. */
export async function beginSignIn(
  settings: OpenIdSettings,
  to: string,
): Promise<{ url: URL; underWay: SignInUnderWay }> {
  const known = await provider(settings);
  const underWay = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    to,
    at: Date.now(),
  };
  const url = client.buildAuthorizationUrl(known, {
    redirect_uri: redirectUri(),
    scope: settings.scopes.join(' '),
    state: underWay.state,
    nonce: underWay.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(underWay.verifier),
    code_challenge_method: 'S256',
  });
  return { url, underWay };
}

/** Who came back. Throws AppError unauthorised (with the reason as cause, for the log), refused (the name) and unreachable. */
export async function completeSignIn(
  settings: OpenIdSettings,
  answer: URLSearchParams,
  underWay: SignInUnderWay,
): Promise<{ identity: Identity; tokens: ProviderTokens }> {
  const known = await provider(settings);
  const url = new URL(redirectUri());
  url.search = answer.toString();
  const found = await exchanged(settings, known, url, underWay).catch((cause: unknown) => {
    if (isNoAnswer(cause)) throw unreachable(settings, cause);
    throw new AppError(
      'unauthorised',
      'The sign-in was not completed: the provider’s answer can’t be trusted or says no.',
      { hint: 'Sign in again. If it goes on, the log of Restore Desk has the reason.', cause },
    );
  });
  const problem = nameProblem(found.identity.name);
  if (problem === null) return found;
  throw new AppError('refused', `The name that the provider gives can’t be used: ${problem}.`, {
    hint: 'Have it changed at the provider, or name another claim as `signIn.nameClaim`.',
  });
}

async function exchanged(
  settings: OpenIdSettings,
  known: client.Configuration,
  url: URL,
  underWay: SignInUnderWay,
): Promise<{ identity: Identity; tokens: ProviderTokens }> {
  const tokens = await client.authorizationCodeGrant(known, url, {
    pkceCodeVerifier: underWay.verifier,
    expectedState: underWay.state,
    expectedNonce: underWay.nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims()!;
  return {
    identity: await identityOf(settings, known, { claims, access: tokens.access_token, subject: claims.sub }),
    tokens: kept(tokens, claims.sub, null),
  };
}

const kept = (tokens: TokenAnswer, subject: string, before: ProviderTokens | null): ProviderTokens => ({
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
  /** What is true as long as the provider says nothing else. */
  before?: Pick<Identity, 'name' | 'groups'>;
}

/** By the identity token; what that lacks, by the user's information. */
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

/** `gone`: the provider lets this person in no more. `unknown`: there is nothing left to ask it with. */
type AskedAgain =
  { state: 'here'; identity: Identity; tokens: ProviderTokens } | { state: 'gone' } | { state: 'unknown' };

/** Asks the provider whether somebody is still there, and as who. Throws AppError unreachable. */
export async function askAgain(
  settings: OpenIdSettings,
  tokens: ProviderTokens,
  before: Pick<Identity, 'name' | 'groups'>,
): Promise<AskedAgain> {
  const known = await provider(settings);
  try {
    const refreshed = await refreshedBy(known, tokens);
    if (refreshed === null && (Date.now() >= tokens.expiresAt || !known.serverMetadata().userinfo_endpoint))
      return { state: 'unknown' };
    const claims = refreshed?.claims();
    if (claims && claims.sub !== tokens.subject) return { state: 'gone' };
    const current = refreshed ? kept(refreshed, tokens.subject, tokens) : tokens;
    const asked = { claims, access: current.access, subject: tokens.subject, before };
    return { state: 'here', identity: await identityOf(settings, known, asked), tokens: current };
  } catch (cause) {
    if (saysNo(cause)) return { state: 'gone' };
    throw unreachable(settings, cause);
  }
}

/** null: there is no refresh token, or the provider has none for this client. */
async function refreshedBy(known: client.Configuration, { refresh }: ProviderTokens): Promise<TokenAnswer | null> {
  if (refresh === null) return null;
  return client.refreshTokenGrant(known, refresh).catch((error: unknown) => {
    if (error instanceof client.ResponseBodyError && NOT_FOR_US.has(error.error)) return null;
    throw error;
  });
}

const NOT_FOR_US: ReadonlySet<string> = new Set(['unauthorized_client', 'unsupported_grant_type']);

/** A grant that is taken back, or a token that is good for nothing any more. */
const saysNo = (error: unknown): boolean =>
  (error instanceof client.ResponseBodyError && (error.error === 'invalid_grant' || isNo(error.status))) ||
  (error instanceof client.WWWAuthenticateChallengeError && isNo(error.status));

const isNo = (status: number): boolean => status === 401 || status === 403;
