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
import { mayApprove } from './second-person.ts';
import { roleOn, type Identity } from './roles.ts';
import { cookieTerms, sentCookie } from './session-cookie.ts';
import { sessionIn } from './sessions.ts';
import { usersFile } from './users-file.ts';

/** The permission to approve a plan, checked when it is approved and when it is applied. */
export const APPROVE: Permission = 'switch';

type Sent = { get(name: string): string | null };

const sessionOf = (sent: Sent): string | null => {
  const cookie = sentCookie(sent, cookieTerms('session', sent).name);
  return cookie === null ? null : sessionIn(cookie);
};

/** The approver, with what can be asked about them when the plan is applied, at the latest in `forMs`. */
export function approverIn(sent: Sent, { groups, role }: Identity, forMs: number): Approver {
  const { kind } = configuration().signIn;
  const tokens = kind === 'openid-connect' ? tokensOf(sessionOf(sent) ?? '') : null;
  const canAsk = tokens !== null && (tokens.refresh !== null || tokens.expiresAt > Date.now() + forMs);
  return { groups: [...groups], role, askedAgain: kind === 'local' ? 'users' : canAsk ? 'provider' : null };
}

/** Saves the session's tokens, so that the provider can be asked about the approver until the approval expires. */
export function rememberApprover(sent: Sent, { approvedBy, cluster, expiresAt, id }: Approval, name: string): void {
  const session = configuration().signIn.kind === 'openid-connect' ? sessionOf(sent) : null;
  if (session === null || approvedBy === null || !samePerson(approvedBy, name)) return;
  keepForApproval(`${cluster} ${id}`, session, name, Date.parse(expiresAt));
}

/** Asks the users file or the provider about the approver, then checks their role in the current configuration. */
export const approverCheck: ApproverCheck = async (approval, approver, cluster) => {
  const name = approval.approvedBy ?? '';
  const identity = await identityNow(approval, approver, name);
  if (identity === 'gone') return `${name}, who approved, is let in no more.`;
  return identity === null ? null : missingRight(identity, name, cluster);
};

function missingRight(identity: Identity, name: string, cluster: ConfiguredCluster): string | null {
  const role = roleOn(identity, cluster, configuration().roles);
  if (role === null) return `${name}, who approved, has no role on ${cluster.name} any more.`;
  return mayDo(role, APPROVE, cluster).allowed && mayApprove(cluster, identity)
    ? null
    : `${name}, who approved, may not approve on ${cluster.name} any more.`;
}

/** The approver's current identity; null: nothing can be asked, and an older version did not save who it was. */
async function identityNow(
  approval: Approval,
  approver: Approver | null,
  name: string,
): Promise<Identity | 'gone' | null> {
  const identityThen = approver && { name, groups: approver.groups, role: approver.role };
  const { signIn } = configuration();
  switch (signIn.kind) {
    case 'local': {
      const user = Object.entries(localUsers(usersFile())).find(([each]) => samePerson(each, name))?.[1];
      return user ? { name, groups: user.groups, role: user.role } : 'gone';
    }
    case 'openid-connect':
      return (await askProviderInTurn(signIn, approval, name, identityThen)) ?? identityThen;
    case 'proxy':
    case 'none':
      return identityThen;
    default:
      return signIn satisfies never;
  }
}

type OpenIdSettings = Extract<ReturnType<typeof configuration>['signIn'], { kind: 'openid-connect' }>;

/** One request per session at a time: a provider may accept a refresh token only once. */
const turns = new Map<string, Promise<unknown>>();

async function askProviderInTurn(
  settings: OpenIdSettings,
  { cluster, id }: Approval,
  name: string,
  identityThen: Identity | null,
): Promise<Identity | 'gone' | null> {
  const session = sessionOfApproval(`${cluster} ${id}`, name);
  if (session === null) return null;
  const turn = (turns.get(session) ?? Promise.resolve()).then(() => askProvider(settings, session, name, identityThen));
  const settled = turn.catch(() => undefined).finally(() => turns.get(session) === settled && turns.delete(session));
  turns.set(session, settled);
  return turn;
}

async function askProvider(
  settings: OpenIdSettings,
  session: string,
  name: string,
  identityThen: Identity | null,
): Promise<Identity | 'gone' | null> {
  const tokens = tokensOf(session);
  if (tokens === null) return null;
  try {
    const answer = await askAgain(settings, tokens, identityThen ?? { name, groups: [] });
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
