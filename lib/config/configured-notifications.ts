import { readCertificate } from './certificates.ts';
import type {
  Configuration,
  ConfiguredChannel,
  ConfiguredRoute,
  HttpAccess,
  MailAccess,
  TlsMode,
} from './configuration.ts';
import type { SecretReference } from './connection-schema.ts';
import { withNonEnumerable } from './non-enumerable.ts';
import type { ChannelSettings, NotificationSettings, RouteSettings } from './notification-schema.ts';
import { registerBasicCredentials, registerSecret } from './redact.ts';
import { configurationError, resolveSecret } from './secrets.ts';

interface Place {
  /** Of the key in the file, for errors. */
  path: string;
  environment: NodeJS.ProcessEnv;
  resolvePath: (path: string) => string;
}

/** Reminders of one incident are further apart than this. */
const LEAST_REMIND_MS = 5 * 60_000;

/** Channels and routes, checked and with their secrets read. Throws AppError invalid_input. */
export function configuredNotifications(
  { channels, routes }: NotificationSettings,
  clusters: readonly string[],
  place: Omit<Place, 'path'>,
): Configuration['notifications'] {
  const configured = Object.entries(channels).map(([name, settings]) =>
    configuredChannel(name, settings, { ...place, path: `notifications.channels.${name}` }),
  );
  return {
    channels: configured,
    routes: routes.map((route, at) => configuredRoute(route, configured, clusters, `notifications.routes[${at}]`)),
  };
}

function configuredChannel(name: string, settings: ChannelSettings, place: Place): ConfiguredChannel {
  const { privateNetwork } = settings;
  if (settings.kind === 'email') {
    const { from, smtp, to } = settings;
    const { host, tls } = smtp;
    const channel = { name, kind: settings.kind, privateNetwork, from, to, server: host };
    return withNonEnumerable(channel, 'access', mailAccess(smtp, tls, place));
  }
  const access = httpAccess(settings, place);
  return withNonEnumerable(
    { name, kind: settings.kind, privateNetwork, host: new URL(access.url).host },
    'access',
    access,
  );
}

function httpAccess(settings: Exclude<ChannelSettings, { kind: 'email' }>, place: Place): HttpAccess {
  const { privateNetwork, tls, url: address } = settings;
  const url = typeof address === 'string' ? address : resolveAddress(address, place);
  const parsed = new URL(url);
  const { protocol } = parsed;
  registerAddress(parsed);
  if (protocol !== 'https:' && !privateNetwork)
    throw configurationError(
      `${place.path}.url`,
      'The address must be https; http is possible in a private network (`privateNetwork: true`).',
    );
  if (tls && protocol !== 'https:')
    throw configurationError(`${place.path}.tls`, 'The address says http; `tls` needs an https address.');
  const { environment, path, resolvePath } = place;
  return {
    url,
    secret:
      settings.kind === 'webhook' && settings.secret
        ? resolveSecret(settings.secret, `${path}.secret`, environment, resolvePath)
        : null,
    ca: tls ? readCertificate(tls.ca, `${path}.tls.ca`, resolvePath) : null,
  };
}

/** Throws AppError invalid_input, which never repeats the address. */
function resolveAddress(reference: SecretReference, { environment, path, resolvePath }: Place): string {
  const text = resolveSecret(reference, `${path}.url`, environment, resolvePath).trim();
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw configurationError(`${path}.url`, 'What the reference names is no address that begins with https://.');
  if (url.username || url.password)
    throw configurationError(`${path}.url`, 'An address with a user name or a password in it is not supported.');
  return text;
}

/**
 * An answer may repeat a part of the address, also of one that is written in the configuration: its tokens are hidden wherever they
 * occur. Words of an address (`services`, `workflows`) are none, nor is a host alone, which a link may begin with.
 */
function registerAddress(url: URL): void {
  if (url.pathname !== '/' || url.search !== '') registerSecret(url.href);
  for (const part of [...url.pathname.split('/'), ...url.searchParams.values()])
    if (isToken(part)) registerSecret(part);
}

const isToken = (part: string): boolean =>
  part.length >= 12 && (/\d/.test(part) || (/[a-z]/.test(part) && /[A-Z]/.test(part)));

const PORTS: Readonly<{ [Mode in TlsMode]: number }> = { required: 465, starttls: 587, off: 25 };

function mailAccess(
  { ca, host, password, port, username }: Extract<ChannelSettings, { kind: 'email' }>['smtp'],
  tls: TlsMode,
  { environment, path, resolvePath }: Place,
): MailAccess {
  const secret = password ? resolveSecret(password, `${path}.smtp.password`, environment, resolvePath) : null;
  if (username !== undefined && secret !== null) registerBasicCredentials(username, secret);
  return {
    host,
    port: port ?? PORTS[tls],
    tls,
    ca: ca === undefined ? null : readCertificate(ca, `${path}.smtp.ca`, resolvePath),
    auth: username !== undefined && secret !== null ? { username, password: secret } : null,
  };
}

function configuredRoute(
  route: RouteSettings,
  channels: readonly ConfiguredChannel[],
  clusters: readonly string[],
  path: string,
): ConfiguredRoute {
  const channel = channels.find(({ name }) => name === route.channel);
  if (!channel)
    throw configurationError(
      `${path}.channel`,
      channels.length === 0
        ? 'There are no channels: `notifications.channels` is missing.'
        : `There is no such channel; there is ${channels.map(({ name }) => name).join(', ')}.`,
    );
  for (const [at, cluster] of (route.clusters ?? []).entries())
    if (!clusters.includes(cluster))
      throw configurationError(`${path}.clusters[${at}]`, `There is no such cluster; there is ${clusters.join(', ')}.`);
  const common = { channel: channel.name, clusters: route.clusters ?? null };
  if (channel.kind === 'heartbeat') {
    for (const key of ['severity', 'kinds', 'remind'] as const)
      if (route[key] !== undefined)
        throw configurationError(`${path}.${key}`, 'A heartbeat is sent for runs of schedules, not for incidents.');
    return { of: 'runs', ...common, schedules: route.schedules ?? null };
  }
  if (route.schedules !== undefined)
    throw configurationError(`${path}.schedules`, 'Only a heartbeat is sent for runs of schedules.');
  if (route.remind !== undefined && route.remind < LEAST_REMIND_MS)
    throw configurationError(`${path}.remind`, 'Reminders are at least 5 minutes apart.');
  return {
    of: 'incidents',
    ...common,
    severity: route.severity ?? 'warning',
    kinds: route.kinds ?? null,
    remindMs: route.remind ?? null,
  };
}
