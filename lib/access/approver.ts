import { configuration } from '../config/loaded.ts';
import type { ConfiguredCluster } from '../config/configuration.ts';
import { samePerson } from '../contract/person.ts';
import type { Approval, Approver } from '../contract/reviews.ts';
import { AppError, isAppError } from '../errors.ts';
import type { ApproverCheck } from '../jobs/approver-check.ts';
import { log } from '../log.ts';
import { localUsers } from './local-users.ts';
import { refreshIdentity } from './openid-connect.ts';
import { mayDo } from './permissions.ts';
import { keepTokensForApproval, readTokens, replaceTokens, sessionOfApproval } from './provider-tokens.ts';
import { hashOfId } from './random-id.ts';
import { roleOn, type Identity } from './roles.ts';
import { APPROVE, mayApprove } from './second-person.ts';
import { cookieSettings, sentCookie } from './session-cookie.ts';
import { usersFile } from './users-file.ts';

type Sent = { get(name: string): string | null };

/** The id hash of the session in a request's cookie. */
const sessionOf = (sent: Sent): string | null => {
  const id = sentCookie(sent, cookieSettings('session', sent).name);
  return id === null ? null : hashOfId(id);
};

/** The person who approves, and where their access can be checked again when the plan is applied, within `forMs`. */
export function approverFrom(sent: Sent, { groups, role }: Identity, forMs: number): Approver {
  const { kind } = configuration().signIn;
  const tokens = kind === 'openid-connect' ? readTokens(sessionOf(sent) ?? '') : null;
  const canAsk = tokens !== null && (tokens.refresh !== null || tokens.expiresAt > Date.now() + forMs);
  return { groups: [...groups], role, askedAgain: kind === 'local' ? 'users' : canAsk ? 'provider' : null };
}

/** Keeps what is needed to ask the provider about the approver, until the approval has ended. */
export function saveApproverSession(sent: Sent, { approvedBy, cluster, expiresAt, id }: Approval, name: string): void {
  const session = configuration().signIn.kind === 'openid-connect' ? sessionOf(sent) : null;
  if (session === null || approvedBy === null || !samePerson(approvedBy, name)) return;
  keepTokensForApproval(`${cluster} ${id}`, session, name, Date.parse(expiresAt));
}

/** Checks the approver by the users' file or the provider, then by the roles of today's configuration. */
export const approverCheck: ApproverCheck = async (approval, approver, cluster) => {
  const name = approval.approvedBy ?? '';
  const identity = await currentIdentity(approval, approver, name);
  if (identity === 'removed') return `${name}, who approved, no longer has access.`;
  return identity === null ? null : missingAccess(identity, name, cluster);
};

/** Why this person may not approve; null: they may. */
function missingAccess(identity: Identity, name: string, cluster: ConfiguredCluster): string | null {
  const role = roleOn(identity, cluster, configuration().roles);
  if (role === null) return `${name}, who approved, no longer has a role on ${cluster.name}.`;
  return mayDo(role, APPROVE, cluster).allowed && mayApprove(cluster, identity)
    ? null
    : `${name}, who approved, may no longer approve on ${cluster.name}.`;
}

/** null: it can't be checked, and an older version did not keep the groups and role of the approval. */
async function currentIdentity(
  approval: Approval,
  approver: Approver | null,
  name: string,
): Promise<Identity | 'removed' | null> {
  const atApproval = approver && { name, groups: approver.groups, role: approver.role };
  const { signIn } = configuration();
  switch (signIn.kind) {
    case 'local': {
      const user = Object.entries(localUsers(usersFile())).find(([each]) => samePerson(each, name))?.[1];
      return user ? { name, groups: user.groups, role: user.role } : 'removed';
    }
    case 'openid-connect':
      return (await identityFromProvider(signIn, approval, name, atApproval)) ?? atApproval;
    case 'proxy':
    case 'none':
      return atApproval;
    default:
      return signIn satisfies never;
  }
}

type OpenIdSettings = Extract<ReturnType<typeof configuration>['signIn'], { kind: 'openid-connect' }>;

/** By session, one request at a time: a provider may accept a refresh token only once. */
const refreshing = new Map<string, Promise<unknown>>();

async function identityFromProvider(
  settings: OpenIdSettings,
  { cluster, id }: Approval,
  name: string,
  atApproval: Identity | null,
): Promise<Identity | 'removed' | null> {
  const session = sessionOfApproval(`${cluster} ${id}`, name);
  if (session === null) return null;
  const turn = (refreshing.get(session) ?? Promise.resolve()).then(() =>
    refreshFromProvider(settings, session, name, atApproval),
  );
  const settled = turn
    .catch(() => undefined)
    .finally(() => refreshing.get(session) === settled && refreshing.delete(session));
  refreshing.set(session, settled);
  return turn;
}

async function refreshFromProvider(
  settings: OpenIdSettings,
  session: string,
  name: string,
  atApproval: Identity | null,
): Promise<Identity | 'removed' | null> {
  const tokens = readTokens(session);
  if (tokens === null) return null;
  try {
    const answer = await refreshIdentity(settings, tokens, atApproval ?? { name, groups: [] });
    if (answer.state !== 'active') return answer.state === 'removed' ? 'removed' : null;
    if (answer.tokens !== tokens) replaceTokens(session, answer.tokens);
    return answer.identity;
  } catch (cause) {
    if (!isAppError(cause) || cause.code !== 'unreachable') throw cause;
    log().warn({ err: cause }, 'The sign-in provider could not be asked about an approver.');
    throw new AppError(
      'refused',
      `The sign-in provider can’t be asked whether ${name}, who approved, still has access.`,
      {
        hint:
          'Nothing was changed. Try again when the provider answers. If you can’t wait: use the command line with ' +
          '--break-glass and a reason.',
        cause,
      },
    );
  }
}
