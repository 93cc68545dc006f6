import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, decodeJwt, type JWTPayload } from 'jose';
import { Provider } from 'oidc-provider';
import { HttpClient } from './http-client.ts';

export interface TestProvider {
  issuer: string;
  /** Removes a user: their tokens are invalid from now on. */
  remove(name: string): void;
  /** Replaces a user's groups from now on. */
  setGroups(name: string, groups: string[]): void;
  /** Changes the claims of every identity token from now on, and signs it again; null: leaves tokens unchanged. */
  tamper(change: ((claims: JWTPayload) => JWTPayload) | null, options?: { foreignKey?: boolean }): void;
  close(): Promise<void>;
}

export const CLIENT = { id: 'restore-desk', secret: 'planted-client-secret-of-the-desk' };

/**
 * Follows the dashboard's sign-in at `signInPath` to the provider and completes its login form. Resolves to the address
 * to which the provider redirects the browser.
 */
export async function signInAtProvider(visitor: HttpClient, name: string, signInPath: string): Promise<URL> {
  const started = await visitor.send(signInPath);
  if (started.status !== 303) throw new Error(`${signInPath} answers ${String(started.status)}.`);
  const dashboardOrigin = new URL(visitor.url).origin;
  let address = new URL(started.headers.get('location')!, dashboardOrigin);
  const providerClient = new HttpClient(address.origin);
  for (let step = 0; step < 10; step++) {
    if (address.origin === dashboardOrigin) return address;
    const page = await providerClient.send(address.href);
    const location = page.headers.get('location');
    if (location) {
      address = new URL(location, address);
      continue;
    }
    const submitted = await providerClient.send(address.href, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ prompt: 'login', login: name, password: 'any' }).toString(),
    });
    address = new URL(submitted.headers.get('location')!, address);
  }
  throw new Error('The provider redirects in a loop.');
}

/** Starts a real provider whose identity tokens a test can change. */
export async function startProvider(
  redirectUri: string,
  groupsOf: (name: string) => string[],
  { refreshTokens = false }: { refreshTokens?: boolean } = {},
): Promise<TestProvider> {
  const removedNames = new Set<string>();
  const groupsByName = new Map<string, string[]>();
  const ownKeyPair = await generateKeyPair('RS256', { extractable: true });
  const foreignKeyPair = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(ownKeyPair.privateKey)), kid: 'test', alg: 'RS256', use: 'sig' };
  let change: ((claims: JWTPayload) => JWTPayload) | null = null;
  let foreignKey = false;

  const outer = createServer((request, response) => void handleRequest(request, response));
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
    // Access tokens that expire before an approval does: then only a refresh token can be used to check the user.
    ...(refreshTokens ? { issueRefreshToken: () => true, ttl: { AccessToken: 60 } } : {}),
    findAccount: (_context, id) =>
      removedNames.has(id)
        ? undefined
        : {
            accountId: id,
            claims: () => ({
              sub: id,
              preferred_username: id.replace('number-of-', ''),
              groups: groupsByName.get(id) ?? groupsOf(id),
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

  async function handleRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (change === null || request.url !== '/token') return void handle(request, response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const tokenResponse = await fetch(`${innerUrl}/token`, {
      method: 'POST',
      headers: {
        authorization: request.headers.authorization ?? '',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: Buffer.concat(chunks),
    });
    const tokens = (await tokenResponse.json()) as { id_token?: string };
    if (tokens.id_token) {
      tokens.id_token = await new SignJWT(change(decodeJwt(tokens.id_token)))
        .setProtectedHeader({ alg: 'RS256', kid: 'test' })
        .sign(foreignKey ? foreignKeyPair.privateKey : ownKeyPair.privateKey);
    }
    response.writeHead(tokenResponse.status, { 'content-type': 'application/json' }).end(JSON.stringify(tokens));
  }

  return {
    issuer,
    remove: (name) => void removedNames.add(name),
    setGroups: (name, groups) => void groupsByName.set(name, groups),
    tamper(newChange, options = {}) {
      change = newChange;
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
