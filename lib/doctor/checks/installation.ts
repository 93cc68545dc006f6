import { checkProvider } from '../../access/openid-connect.ts';
import { localUsers } from '../../access/local-users.ts';
import { usersFileOf } from '../../access/users-file.ts';
import { isLoopbackHost } from '../../config/check-sign-in.ts';
import type { Configuration, ConfiguredChannel } from '../../config/configuration.ts';
import { quickCheck } from '../../jobs/store/quick-check.ts';
import { tryMailServer } from '../../notify/channels/email.ts';
import { lookUpChannel } from '../../notify/look-up-channel.ts';
import { reasonOf } from '../../notify/no-answer.ts';
import { failure, type Finding } from '../check.ts';
import {
  channelFinding,
  databaseFinding,
  publicAddressFinding,
  signInFinding,
  type CheckedSignIn,
  type PublicAnswer,
} from '../words/installation.ts';

/** `timeLimitMs`: a little less than that of the check, so that what was found by then is said. */
export async function checkDatabase(dataDirectory: string, timeLimitMs: number): Promise<Finding> {
  try {
    return databaseFinding(await quickCheck(dataDirectory, timeLimitMs), timeLimitMs);
  } catch (error) {
    return failure(
      `The jobs’ database in ${dataDirectory} can’t be opened: ${(error as Error).message}.`,
      'Check the permissions of the file and its disk. A damaged one is moved aside, and a copy put back (docs/operations.md).',
    );
  }
}

/** `timeLimitMs`: as above. */
export async function checkChannel(
  channel: ConfiguredChannel,
  { notifications }: Configuration,
  { signal, timeLimitMs }: { signal: AbortSignal; timeLimitMs: number },
): Promise<Finding> {
  const unused = !notifications.routes.some((route) => route.channel === channel.name);
  const host = channel.kind === 'email' ? channel.server : channel.host;
  try {
    const found = await lookUpChannel(channel);
    const mailProblem =
      channel.kind === 'email' && !found.refused
        ? await tryMailServer(channel, { signal, timeoutMs: timeLimitMs })
        : null;
    return channelFinding({ kind: channel.kind, unused, found, mailProblem });
  } catch (error) {
    return channelFinding({ kind: channel.kind, unused, found: { host, problem: reasonOf(error) }, mailProblem: null });
  }
}

export const checkPublicAddress = async (
  { notifications, publicUrl, signIn, trustedProxies }: Configuration,
  signal: AbortSignal,
): Promise<Finding> =>
  publicAddressFinding({
    publicUrl,
    channels: notifications.channels.length,
    signsIn: signIn.kind !== 'none',
    loopback: publicUrl !== null && isLoopbackHost(new URL(publicUrl).hostname),
    trustedProxies: trustedProxies.length,
    answer: publicUrl === null ? null : await askPublicAddress(publicUrl, signal),
  });

/** Of an address that needs no sign-in and has the sub-path: a proxy that drops it gets a 404. */
async function askPublicAddress(publicUrl: string, signal: AbortSignal): Promise<PublicAnswer> {
  try {
    const answer = await fetch(`${publicUrl}/api/live`, { signal, redirect: 'manual' });
    const text = await answer.text();
    return answer.status === 200 && text.trim() === 'ok'
      ? { from: 'restore-desk' }
      : { from: 'other', status: answer.status };
  } catch (error) {
    signal.throwIfAborted();
    const reason = reasonOf(error instanceof Error && error.cause ? error.cause : error);
    return { from: 'none', why: reason.replace(/: name [^()]*`ca`/, '') }; // a browser has its own authorities
  }
}

export const checkSignIn = async (configuration: Configuration): Promise<Finding> =>
  signInFinding(await readSignIn(configuration));

/** Throws AppError disk (the users’ file), unreachable (the provider). */
async function readSignIn(configuration: Configuration): Promise<CheckedSignIn> {
  const { listen, secrets, signIn } = configuration;
  switch (signIn.kind) {
    case 'none':
      return { kind: 'none', host: listen.host };
    case 'local': {
      const file = usersFileOf(configuration);
      return { kind: 'local', file, users: Object.keys(localUsers(file)).length };
    }
    case 'openid-connect':
      return { kind: 'openid-connect', issuer: (await checkProvider(signIn, secrets.clientSecret)).issuer };
    case 'proxy':
      return { kind: 'proxy', from: signIn.from };
  }
}
