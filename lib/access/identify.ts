import 'server-only';
import { configuration } from '../config/loaded.ts';
import { nameProblem } from '../contract/person.ts';
import { localUsers } from './local-users.ts';
import type { Identity } from './roles.ts';
import { cookieSettings, sentCookie } from './session-cookie.ts';
import { readSession } from './sessions.ts';
import { identifyByProxy } from './trusted-proxy.ts';
import { usersFile } from './users-file.ts';

type Sent = { get(name: string): string | null };

/** The person that a request's headers prove; null: none. `active` false: polling, which doesn't keep a session alive. */
export async function identify(sent: Sent, active: boolean): Promise<Identity | null> {
  const { signIn } = configuration();
  switch (signIn.kind) {
    case 'none':
      return { name: 'local', groups: [], role: signIn.role };
    case 'proxy':
      return identifyByProxy(signIn, sent);
    case 'openid-connect':
      return identityFromSession(sent, active);
    case 'local': {
      const session = identityFromSession(sent, active);
      // Read for each request: a removed user and a new role take effect at once.
      const users = session ? localUsers(usersFile()) : {};
      const user = session && Object.hasOwn(users, session.name) ? users[session.name] : undefined;
      return session && user ? { name: session.name, groups: user.groups, role: user.role } : null;
    }
    default:
      return signIn satisfies never;
  }
}

function identityFromSession(sent: Sent, active: boolean): Identity | null {
  const id = sentCookie(sent, cookieSettings('session', sent).name);
  const session = id === null ? null : readSession(id, active);
  // A session of a version that accepted any name.
  return session && nameProblem(session.name) === null ? session : null;
}
