import { samePerson } from '../contract/person.ts';
import type { ConfigurationFile, RoleMembers } from './schema.ts';
import { configurationError } from './secrets.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
export const isLoopbackHost = (host: string): boolean => LOOPBACK.has(host.replace(/^\[|\]$/g, ''));

/** Throws AppError invalid_input for a sign-in that accepts everyone, or no one. */
export function checkSignIn({ signIn, listen, roles, clusters, publicUrl }: ConfigurationFile): void {
  if (signIn.kind === 'none' && !isLoopbackHost(listen.host)) {
    throw configurationError(
      'listen.host',
      `Without a sign-in Restore Desk listens on 127.0.0.1 only, not on ${listen.host}; configure \`signIn\` to open it to others.`,
    );
  }
  if (signIn.kind === 'none') {
    const closed = Object.entries(clusters).find(([, cluster]) => excludesLocalUser(cluster.roles ?? roles));
    if (closed)
      throw configurationError(
        `clusters.${closed[0]}.roles`,
        'Without a sign-in there are no groups, and no one could open this cluster: configure `signIn`, or leave `roles` out.',
      );
  }
  if (signIn.kind === 'openid-connect') {
    if (!publicUrl)
      throw configurationError(
        'publicUrl',
        'OpenID Connect needs the address people type, for the redirect from the provider.',
      );
    if (signIn.issuer.startsWith('http:') && !signIn.allowHttp)
      throw configurationError(
        'signIn.issuer',
        'The provider must be reached by https; `allowHttp: true` is the exception for a test.',
      );
  }
  if (signIn.kind === 'openid-connect' || signIn.kind === 'proxy') {
    const withoutRoles = Object.entries(clusters).find(([, cluster]) => !roles && !cluster.roles);
    if (withoutRoles)
      throw configurationError(
        `clusters.${withoutRoles[0]}.roles`,
        'Say which groups have which role, here or under `roles` for all clusters: no one could open this cluster.',
      );
  }
}

/** Without a sign-in everybody is the user "local", without groups. */
const excludesLocalUser = (members: RoleMembers | undefined): boolean =>
  members !== undefined &&
  !Object.values(members)
    .flat()
    .some((member) => member === '*' || (member.startsWith('user:') && samePerson(member.slice(5), 'local')));
