import { startDashboard, type TestDashboard } from './dashboard.ts';
import { freePort } from './elasticsearch.ts';
import { CLIENT, startProvider, type TestProvider } from './openid-provider.ts';

/**
 * Starts a provider and a dashboard that signs in by it. Its one cluster, `one`, is at an address where nothing
 * listens.
 */
export async function startOpenIdDashboard(options: {
  groupsOf: (name: string) => string[];
  /** The configuration's `roles`, as YAML. */
  roles: string;
  groupsClaim?: string;
  basePath?: string;
}): Promise<{ dashboard: TestDashboard; provider: TestProvider }> {
  const { groupsOf, roles, groupsClaim, basePath = '' } = options;
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${String(port)}${basePath}`;
  const provider = await startProvider(`${publicUrl}/api/sign-in/callback`, groupsOf);
  const claim = groupsClaim === undefined ? '' : `, groupsClaim: ${groupsClaim}`;
  const dashboard = await startDashboard({
    port,
    basePath,
    env: { OIDC_SECRET: CLIENT.secret },
    configuration: `
publicUrl: ${publicUrl}
signIn: { kind: openid-connect, issuer: "${provider.issuer}", allowHttp: true, clientId: ${CLIENT.id}, clientSecret: { env: OIDC_SECRET }${claim} }
roles: ${roles}
clusters:
  one: { name: search-one, url: "http://127.0.0.1:9", backups: backups }
`,
  });
  return { dashboard, provider };
}
