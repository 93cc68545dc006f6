import 'server-only';
import { configuration } from '../config/loaded.ts';
import { nameProblem } from '../contract/person.ts';
import { localUsers } from './local-users.ts';
import type { Identity } from './roles.ts';
import { cookieTerms, sentCookie } from './session-cookie.ts';
import { readSession } from './sessions.ts';
import { identifyByProxy } from './trusted-proxy.ts';
import { usersFile } from './users-file.ts';

type Sent = { get(name: string): string | null };

/** Who the headers of a request speak for; null: nobody. `active` false: polling, which doesn't keep a session alive. */
export async function identify(sent: Sent, active: boolean): Promise<Identity | null> {
  const { signIn } = configuration();
  switch (signIn.kind) {
    case 'none':
      return { name: 'local', groups: [], role: signIn.role };
    case 'proxy':
      return identifyByProxy(signIn, sent);
    case 'openid-connect':
      return bySession(sent, active);
    case 'local': {
      const session = bySession(sent, active);
      // Asked again each time: a removed user is out at once, a new role holds at once.
      const users = session ? localUsers(usersFile()) : {};
      const user = session && Object.hasOwn(users, session.name) ? users[session.name] : undefined;
      return session && user ? { name: session.name, groups: user.groups, role: user.role } : null;
    }
    default:
      return signIn satisfies never;
  }
}

function bySession(sent: Sent, active: boolean): Identity | null {
  const cookie = sentCookie(sent, cookieTerms('session', sent).name);
  const session = cookie === null ? null : readSession(cookie, active);
  // Begun by a version that took any name.
  return session && nameProblem(session.name) === null ? session : null;
}
