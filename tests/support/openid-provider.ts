import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, decodeJwt, type JWTPayload } from 'jose';
import { Provider } from 'oidc-provider';
import { Visitor } from './visitor.ts';

export interface TestProvider {
  issuer: string;
  /** Changes the claims of every identity token from now on, and signs it again; null: leaves them as they are. */
  /** Somebody who was there is removed: their tokens are good for nothing from now on. */
  remove(name: string): void;
  /** Somebody has other groups from now on. */
  regroup(name: string, groups: string[]): void;
  tamper(change: ((claims: JWTPayload) => JWTPayload) | null, options?: { foreignKey?: boolean }): void;
  close(): Promise<void>;
}

export const CLIENT = { id: 'restore-desk', secret: 'planted-client-secret-of-the-desk' };

/** From our sign-in to the provider, through its login form, to the address it sends the browser back to: `begin` is the path of ours. */
export async function throughTheProvider(visitor: Visitor, name: string, begin: string): Promise<URL> {
  const begun = await visitor.send(begin);
  if (begun.status !== 303) throw new Error(`${begin} answers ${String(begun.status)}.`);
  const ours = new URL(visitor.url).origin;
  let address = new URL(begun.headers.get('location')!, ours);
  const atProvider = new Visitor(address.origin);
  for (let step = 0; step < 10; step++) {
    if (address.origin === ours) return address;
    const page = await atProvider.send(address.href);
    const location = page.headers.get('location');
    if (location) {
      address = new URL(location, address);
      continue;
    }
    const sent = await atProvider.send(address.href, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ prompt: 'login', login: name, password: 'any' }).toString(),
    });
    address = new URL(sent.headers.get('location')!, address);
  }
  throw new Error('The provider went round in circles.');
}

/** A real provider, with a hand in what it signs: what it hands out can be made wrong in every way. */
export async function startProvider(
  redirectUri: string,
  groupsOf: (name: string) => string[],
  { refreshTokens = false }: { refreshTokens?: boolean } = {},
): Promise<TestProvider> {
  const removed = new Set<string>();
  const regrouped = new Map<string, string[]>();
  const key = await generateKeyPair('RS256', { extractable: true });
  const foreign = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(key.privateKey)), kid: 'test', alg: 'RS256', use: 'sig' };
  let change: ((claims: JWTPayload) => JWTPayload) | null = null;
  let foreignKey = false;

  const outer = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => outer.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(outer.address() as AddressInfo).port}`;

  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code', ...(refreshTokens ? ['refresh_token'] : [])],
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ['test'] },
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
    pkce: { required: () => true },
    // Access tokens that end before an approval does: only a refresh token can tell more.
    ...(refreshTokens ? { issueRefreshToken: () => true, ttl: { AccessToken: 60 } } : {}),
    findAccount: (_context, id) =>
      removed.has(id)
        ? undefined
        : {
            accountId: id,
            claims: () => ({
              sub: id,
              preferred_username: id.replace('number-of-', ''),
              groups: regrouped.get(id) ?? groupsOf(id),
            }),
          },
    async loadExistingGrant(context) {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client!.clientId,
        accountId: context.oidc.session!.accountId!,
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  const handle = provider.callback();
  const inner = createServer(handle);
  await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve));
  const innerUrl = `http://127.0.0.1:${(inner.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (change === null || request.url !== '/token') return void handle(request, response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const real = await fetch(`${innerUrl}/token`, {
      method: 'POST',
      headers: {
        authorization: request.headers.authorization ?? '',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: Buffer.concat(chunks),
    });
    const tokens = (await real.json()) as { id_token?: string };
    if (tokens.id_token) {
      tokens.id_token = await new SignJWT(change(decodeJwt(tokens.id_token)))
        .setProtectedHeader({ alg: 'RS256', kid: 'test' })
        .sign(foreignKey ? foreign.privateKey : key.privateKey);
    }
    response.writeHead(real.status, { 'content-type': 'application/json' }).end(JSON.stringify(tokens));
  }

  return {
    issuer,
    remove: (name) => void removed.add(name),
    regroup: (name, groups) => void regrouped.set(name, groups),
    tamper(wanted, options = {}) {
      change = wanted;
      foreignKey = options.foreignKey ?? false;
    },
    async close() {
      for (const server of [outer, inner]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
