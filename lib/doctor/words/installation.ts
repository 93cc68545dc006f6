import type { CheckedDatabase } from '../../jobs/store/quick-check.ts';
import { formatBytes, formatList, plural } from '../../format.ts';
import { failure, ok, unknown, warning, type Finding } from '../check.ts';

export function databaseFinding(checked: CheckedDatabase | null, timeLimitMs: number): Finding {
  if (checked === null) return ok('There is none yet: it is made with the first job, or when the dashboard starts.');
  const { bytes, file, newest, problems, version } = checked;
  if (version > newest)
    return failure(
      `The jobs’ database ${file} was written by a newer Restore Desk (version ${String(version)}, this one knows ${String(newest)}).`,
      'Start the newer version again, or name another `data` directory.',
    );
  if (problems === null)
    return unknown(
      `${file} opens, but its ${formatBytes(bytes)} were not checked within ${String(Math.round(timeLimitMs / 1000))} s.`,
      '`restore-desk database-backup FILE` checks a copy of it to the end.',
    );
  if (problems.length > 0)
    return failure(
      `The jobs’ database ${file} is damaged: ${problems[0]!}`,
      'Keep the file, and put back a copy of it (docs/operations.md). Backups and indices are not affected.',
    );
  const upgrade =
    version < newest
      ? `; this Restore Desk brings it from version ${String(version)} to ${String(newest)} when it opens it`
      : '';
  return ok(`${file} opens and is not damaged (${formatBytes(bytes)}, version ${String(version)}${upgrade}).`);
}

/** A channel, and where it leads; `problem`: why it is not known, as a sentence. */
export interface CheckedChannel {
  kind: string;
  /** No route leads to it. */
  unused: boolean;
  found: { host: string; addresses: readonly string[]; refused: boolean } | { host: string; problem: string };
  /** Why its mail server takes no mail from us, as a sentence; null: it does, or it is no mail server. */
  mailProblem: string | null;
}

export function channelFinding({ found, kind, mailProblem, unused }: CheckedChannel): Finding {
  if ('problem' in found)
    return failure(
      `Nothing can be sent to ${found.host}: ${found.problem}`,
      'Correct the address of the channel, or the name service of this machine.',
    );
  const { addresses, host, refused } = found;
  if (refused)
    return failure(
      `Nothing is sent to ${host}: it is an address of a private network or of this machine (${formatList(addresses)}).`,
      'If that is intended, give the channel `privateNetwork: true`.',
    );
  if (mailProblem !== null)
    return failure(
      `No mail can be sent by ${host}: ${mailProblem}`,
      'Correct `smtp` of the channel (host, port, `tls`, user name, password), or the mail server.',
    );
  if (unused)
    return warning(
      `No route leads to it: nothing but tests is sent to ${host}.`,
      'Add a route under `notifications.routes`.',
    );
  const works =
    kind === 'email' ? `The mail server ${host} accepts us.` : `The name of its server (${kind}, ${host}) is known.`;
  return ok(`${works} Nothing was sent: \`restore-desk notify test\` sends a message.`);
}

export const noChannelsFinding = (): Finding =>
  ok('None is configured: incidents are seen on the pages only, and no message is sent.');

/** `restore-desk`: with all of its path. `other`: the status of what is no answer of Restore Desk. `none`: the reason. */
export type PublicAnswer = { from: 'restore-desk' } | { from: 'other'; status: number } | { from: 'none'; why: string };

export interface PublicAddress {
  publicUrl: string | null;
  channels: number;
  signsIn: boolean;
  /** The host of `publicUrl` is this machine. */
  loopback: boolean;
  trustedProxies: number;
  /** What answers at it; null: it was not asked. */
  answer: PublicAnswer | null;
}

export function publicAddressFinding(found: PublicAddress): Finding {
  const { answer, channels, loopback, publicUrl, signsIn, trustedProxies } = found;
  if (publicUrl === null)
    return channels > 0
      ? warning(
          '`publicUrl` is not set: messages name pages, and have no links to them.',
          'Set `publicUrl` to the address that people type.',
        )
      : ok('`publicUrl` is not set: people open Restore Desk at the address that it listens on, without a sub-path.');
  const { pathname, protocol } = new URL(publicUrl);
  const path = pathname.replace(/\/+$/, '');
  if (answer?.from === 'other') return otherAnswer(publicUrl, path, answer.status);
  if (protocol === 'http:' && signsIn && !loopback)
    return warning(
      `${publicUrl} is not encrypted: passwords and sessions can be read on their way.`,
      'Put a reverse proxy with TLS in front of it, and begin `publicUrl` with https://.',
    );
  if (protocol === 'https:' && trustedProxies === 0)
    return warning(
      `${publicUrl} is served by a reverse proxy, and \`trustedProxies\` is empty: all people seem to come from its address.`,
      'Name the address of the proxy in `trustedProxies`.',
    );
  if (answer?.from === 'none')
    return warning(
      `${publicUrl} does not answer from here: ${answer.why}`,
      'If people reach it, only this machine does not, which harms nothing. Else start the dashboard, or correct the proxy or `publicUrl`.',
    );
  const below = path === '' ? 'without a sub-path' : `with the sub-path ${path}`;
  return ok(`People open ${publicUrl}, ${below}${answer === null ? '' : ', and Restore Desk answers there'}.`);
}

/** A proxy that signs people in answers by itself. */
const otherAnswer = (publicUrl: string, path: string, status: number): Finding =>
  status === 404
    ? failure(
        `Restore Desk is not at ${publicUrl}: HTTP 404.`,
        `The reverse proxy must forward paths unchanged${path === '' ? '' : `, with the sub-path ${path}`}, and the dashboard be started with this configuration.`,
      )
    : warning(
        `${publicUrl} answers HTTP ${String(status)}, not as Restore Desk does.`,
        'A proxy that signs people in may do so. Else correct the proxy or `publicUrl`, and see that the dashboard runs.',
      );

export type CheckedSignIn =
  | { kind: 'none'; host: string }
  | { kind: 'local'; file: string; users: number }
  | { kind: 'openid-connect'; issuer: string }
  | { kind: 'proxy'; from: readonly string[] };

export function signInFinding(found: CheckedSignIn): Finding {
  switch (found.kind) {
    case 'none':
      return ok(`There is no sign-in: Restore Desk answers ${found.host} only, to everybody on this machine.`);
    case 'local':
      return found.users === 0
        ? warning(
            `There is no user in ${found.file}: a sign-in is not possible.`,
            'Add one: restore-desk user add NAME --role admin',
          )
        : ok(`${plural(found.users, 'user')} of ${found.file} can sign in.`);
    case 'openid-connect':
      return ok(`The provider ${found.issuer} answers, and publishes its configuration.`);
    case 'proxy':
      return ok(`A reverse proxy signs people in: ${formatList(found.from)}. It can’t be asked from here.`);
  }
}

export const configurationFinding = (file: string | null, clusters: number): Finding =>
  ok(
    file === null
      ? 'It comes from variables (ELASTICSEARCH_URL), without a file, and is valid.'
      : `${file} is valid, with ${plural(clusters, 'cluster')}.`,
  );
