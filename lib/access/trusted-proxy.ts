import type { IncomingMessage } from 'node:http';
import { importSPKI, jwtVerify, type CryptoKey } from 'jose';
import { configuration } from '../config/loaded.ts';
import type { SignInSettings } from '../config/schema.ts';
import { log } from '../log.ts';
import { nameProblem, personKey } from '../contract/person.ts';
import { isAmong, peerAddress } from './client-address.ts';
import type { Identity } from './roles.ts';
import { sameSecret } from './same-secret.ts';

type ProxySettings = Extract<SignInSettings, { kind: 'proxy' }>;
type Sent = { get(name: string): string | null };

const listOf = (text: string | null): string[] =>
  (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);

/** The headers in which the proxy names people and proves itself, in lower case; none where there is no such sign-in. */
export function proxyHeaders(signIn: SignInSettings): string[] {
  if (signIn.kind !== 'proxy') return [];
  const { groupsHeader, proof, userHeader } = signIn;
  const proofHeader = 'tokenHeader' in proof ? proof.tokenHeader : proof.header;
  return [userHeader, groupsHeader, proofHeader].map((name) => name.toLowerCase());
}

/**
 * Deletes the proof of a request that repeats a header of the proxy: a client may have sent one of them, and joined they
 * would be read as additional groups.
 */
export function dropRepeatedProof({ headers, headersDistinct }: IncomingMessage): void {
  const { signIn } = configuration();
  const names = proxyHeaders(signIn);
  const proof = names.at(-1);
  if (proof !== undefined && names.some((name) => (headersDistinct[name]?.length ?? 0) > 1)) delete headers[proof];
}

/** Node reads headers as Latin-1; proxies send other letters of a name as UTF-8. */
function decoded(header: string | null): string | null {
  if (header === null) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(header, 'latin1'));
  } catch {
    return header;
  }
}

/**
 * The user that a trusted proxy names; null: none, or a name that can't be a person's. Only requests from the proxy's
 * addresses and with its proof count.
 */
export async function identifyByProxy(settings: ProxySettings, sent: Sent): Promise<Identity | null> {
  const identity = await namedByProxy(settings, sent);
  const problem = identity && nameProblem(identity.name);
  if (identity === null || problem === null) return identity;
  log().warn({ name: personKey(identity.name).slice(0, 100) }, `A name that the proxy sent was refused: ${problem}.`);
  return null;
}

async function namedByProxy(settings: ProxySettings, sent: Sent): Promise<Identity | null> {
  const peer = peerAddress(sent);
  if (peer === null || !isAmong(peer, settings.from)) return null;
  const key = configuration().secrets.proxySecret ?? '';
  const { proof } = settings;
  if ('tokenHeader' in proof) return byToken(sent.get(proof.tokenHeader), key, proof);
  if (!sameSecret(sent.get(proof.header) ?? '', key)) return null;
  const name = decoded(sent.get(settings.userHeader));
  return name ? { name, groups: listOf(decoded(sent.get(settings.groupsHeader))), role: null } : null;
}

/** Allowed with a shared key, and with the proxy's public key in PEM form; never what only the token names. */
const SHARED = ['HS256', 'HS384', 'HS512'];
const PUBLIC = ['RS256', 'PS256', 'ES256', 'EdDSA'];

async function byToken(
  sent: string | null,
  key: string,
  expected: { issuer?: string; audience?: string },
): Promise<Identity | null> {
  const token = sent?.replace(/^Bearer /i, '').trim();
  if (!token) return null;
  try {
    const options = {
      issuer: expected.issuer,
      audience: expected.audience,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: 5,
    };
    const { payload } = key.startsWith('-----BEGIN')
      ? await verifyPublic(token, key, options)
      : await jwtVerify(token, new TextEncoder().encode(key), { ...options, algorithms: SHARED });
    const groups = payload.groups;
    return {
      name: String(payload.sub),
      groups: Array.isArray(groups) ? groups.map(String) : listOf(typeof groups === 'string' ? groups : null),
      role: null,
    };
  } catch (error) {
    log().warn({ reason: error instanceof Error ? error.message : 'unreadable' }, 'A proxy’s token was refused.');
    return null;
  }
}

async function verifyPublic(
  token: string,
  pem: string,
  options: Parameters<typeof jwtVerify>[2],
): ReturnType<typeof jwtVerify> {
  let key: CryptoKey | undefined;
  for (const algorithm of PUBLIC) key ??= await importSPKI(pem, algorithm).catch(() => undefined);
  if (!key) throw new Error('the configured public key is not readable');
  return jwtVerify(token, key, { ...options, algorithms: PUBLIC });
}
