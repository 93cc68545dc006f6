import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { importSPKI, jwtVerify, type CryptoKey } from 'jose';
import { configuration } from '../config/loaded.ts';
import type { SignInSettings } from '../config/schema.ts';
import { log } from '../log.ts';
import { nameProblem, personKey } from '../contract/person.ts';
import { isAmong, peerAddress } from './client-address.ts';
import type { Identity } from './roles.ts';

type ProxySettings = Extract<SignInSettings, { kind: 'proxy' }>;
type Sent = { get(name: string): string | null };

/** Compared as hashes: the time it takes says nothing about the secret or its length. */
const same = (one: string, other: string): boolean =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());

const listOf = (text: string | null): string[] =>
  (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);

/**
 * A proxy says once who this is. A header that comes twice was also written by somebody else, and joined they would be
 * read as more groups than there are: then its proof counts for nothing.
 */
export function forgetSaidTwice({ headers, headersDistinct }: IncomingMessage): void {
  const { signIn } = configuration();
  if (signIn.kind !== 'proxy') return;
  const proof = ('tokenHeader' in signIn.proof ? signIn.proof.tokenHeader : signIn.proof.header).toLowerCase();
  const said = [signIn.userHeader, signIn.groupsHeader, proof].map(
    (name) => headersDistinct[name.toLowerCase()]?.length ?? 0,
  );
  if (Math.max(...said) > 1) delete headers[proof];
}

/** Node reads headers as Latin-1; a proxy that has a name with other letters sends UTF-8. */
function written(header: string | null): string | null {
  if (header === null) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(header, 'latin1'));
  } catch {
    return header;
  }
}

/**
 * Who a trusted proxy says this is; null: nobody, also for a name that can't be a person's. Only from its addresses and
 * with its proof; everybody else's headers are only words.
 */
export async function identifyByProxy(settings: ProxySettings, sent: Sent): Promise<Identity | null> {
  const identity = await saidBy(settings, sent);
  const problem = identity && nameProblem(identity.name);
  if (identity === null || problem === null) return identity;
  log().warn({ name: personKey(identity.name).slice(0, 100) }, `A name that the proxy sent was refused: ${problem}.`);
  return null;
}

async function saidBy(settings: ProxySettings, sent: Sent): Promise<Identity | null> {
  const peer = peerAddress(sent);
  if (peer === null || !isAmong(peer, settings.from)) return null;
  const key = configuration().secrets.proxySecret ?? '';
  const { proof } = settings;
  if ('tokenHeader' in proof) return byToken(sent.get(proof.tokenHeader), key, proof);
  if (!same(sent.get(proof.header) ?? '', key)) return null;
  const name = written(sent.get(settings.userHeader));
  return name ? { name, groups: listOf(written(sent.get(settings.groupsHeader))), role: null } : null;
}

/** A shared key (HS256) or the proxy's public key in PEM form; never the algorithm the token itself would like. */
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
