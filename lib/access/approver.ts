import { configuration } from '../config/loaded.ts';
import type { ConfiguredCluster } from '../config/configuration.ts';
import { samePerson } from '../contract/person.ts';
import type { Approval, Approver } from '../contract/reviews.ts';
import { AppError, isAppError } from '../errors.ts';
import type { ApproverCheck } from '../jobs/approver-check.ts';
import { log } from '../log.ts';
import { localUsers } from './local-users.ts';
import { askAgain } from './openid-connect.ts';
import { mayDo, type Permission } from './permissions.ts';
import { keepForApproval, renewTokens, sessionOfApproval, tokensOf } from './provider-tokens.ts';
import { isOutsider } from './second-person.ts';
import { roleOn, type Identity } from './roles.ts';
import { cookieTerms, sentCookie } from './session-cookie.ts';
import { sessionIn } from './sessions.ts';
import { usersFile } from './users-file.ts';

/** What somebody needs to approve a plan, when they do and when it is applied. */
export const APPROVE: Permission = 'switch';

type Sent = { get(name: string): string | null };

const sessionOf = (sent: Sent): string | null => {
  const cookie = sentCookie(sent, cookieTerms('session', sent).name);
  return cookie === null ? null : sessionIn(cookie);
};

/** Who approves, with who can be asked about them when the plan is applied, at the latest in `forMs`. */
export function approverIn(sent: Sent, { groups, role }: Identity, forMs: number): Approver {
  const { kind } = configuration().signIn;
  const tokens = kind === 'openid-connect' ? tokensOf(sessionOf(sent) ?? '') : null;
  const canAsk = tokens !== null && (tokens.refresh !== null || tokens.expiresAt > Date.now() + forMs);
  return { groups: [...groups], role, askedAgain: kind === 'local' ? 'users' : canAsk ? 'provider' : null };
}

/** Lets the provider be asked about the person who gave this approval, until it is over. */
export function rememberApprover(sent: Sent, { approvedBy, cluster, expiresAt, id }: Approval, name: string): void {
  const session = configuration().signIn.kind === 'openid-connect' ? sessionOf(sent) : null;
  if (session === null || approvedBy === null || !samePerson(approvedBy, name)) return;
  keepForApproval(`${cluster} ${id}`, session, name, Date.parse(expiresAt));
}

/** Whether somebody who approved may still do so: asked of who knows, then of the roles of today's configuration. */
export const approverCheck: ApproverCheck = async (approval, who, cluster) => {
  const name = approval.approvedBy ?? '';
  const identity = await identityNow(approval, who, name);
  if (identity === 'gone') return `${name}, who approved, is let in no more.`;
  return identity === null ? null : lacking(identity, name, cluster);
};

function lacking(identity: Identity, name: string, cluster: ConfiguredCluster): string | null {
  const role = roleOn(identity, cluster, configuration().roles);
  if (role === null) return `${name}, who approved, has no role on ${cluster.name} any more.`;
  return mayDo(role, APPROVE, cluster).allowed && !isOutsider(cluster, identity)
    ? null
    : `${name}, who approved, may not approve on ${cluster.name} any more.`;
}

/** null: nobody can be asked, and an older version did not keep who it was. */
async function identityNow(approval: Approval, who: Approver | null, name: string): Promise<Identity | 'gone' | null> {
  const then = who && { name, groups: who.groups, role: who.role };
  const { signIn } = configuration();
  switch (signIn.kind) {
    case 'local': {
      const user = Object.entries(localUsers(usersFile())).find(([each]) => samePerson(each, name))?.[1];
      return user ? { name, groups: user.groups, role: user.role } : 'gone';
    }
    case 'openid-connect':
      return (await byProvider(signIn, approval, name, then)) ?? then;
    case 'proxy':
    case 'none':
      return then;
    default:
      return signIn satisfies never;
  }
}

type OpenIdSettings = Extract<ReturnType<typeof configuration>['signIn'], { kind: 'openid-connect' }>;

/** Of one session one question at a time: a provider may take a refresh token only once. */
const asking = new Map<string, Promise<unknown>>();

async function byProvider(
  settings: OpenIdSettings,
  { cluster, id }: Approval,
  name: string,
  then: Identity | null,
): Promise<Identity | 'gone' | null> {
  const session = sessionOfApproval(`${cluster} ${id}`, name);
  if (session === null) return null;
  const turn = (asking.get(session) ?? Promise.resolve()).then(() => askOnce(settings, session, name, then));
  const settled = turn.catch(() => undefined).finally(() => asking.get(session) === settled && asking.delete(session));
  asking.set(session, settled);
  return turn;
}

async function askOnce(
  settings: OpenIdSettings,
  session: string,
  name: string,
  then: Identity | null,
): Promise<Identity | 'gone' | null> {
  const tokens = tokensOf(session);
  if (tokens === null) return null;
  try {
    const answer = await askAgain(settings, tokens, then ?? { name, groups: [] });
    if (answer.state !== 'here') return answer.state === 'gone' ? 'gone' : null;
    if (answer.tokens !== tokens) renewTokens(session, answer.tokens);
    return answer.identity;
  } catch (cause) {
    if (!isAppError(cause) || cause.code !== 'unreachable') throw cause;
    log().warn({ err: cause }, 'The sign-in provider could not be asked about somebody who approved.');
    throw new AppError(
      'refused',
      `The sign-in provider can’t be asked whether ${name}, who approved, is still let in.`,
      {
        hint:
          'Nothing was changed. Try again when the provider answers. Where that can’t be waited for: the command line with ' +
          '--break-glass and a reason.',
        cause,
      },
    );
  }
}
