import type { ConnectionOptions } from '../elasticsearch/client/cluster.ts';
import { readCertificates } from './certificates.ts';
import type { ConfiguredCluster } from './configuration.ts';
import { configuredBackups } from './configured-bucket.ts';
import { configuredReplay } from './configured-replay.ts';
import { withNonEnumerable } from './non-enumerable.ts';
import { registerBasicCredentials } from './redact.ts';
import type { ClusterSettings, Colour } from './schema.ts';
import { configurationError, resolveSecret } from './secrets.ts';

/** A cluster's settings, checked and with its secrets and certificates read. Throws AppError invalid_input. */
export function configuredCluster(
  key: string,
  settings: ClusterSettings,
  environment: NodeJS.ProcessEnv,
  resolvePath: (path: string) => string,
): ConfiguredCluster {
  const path = `clusters.${key}`;
  const { tls, credentials } = settings;
  if (tls && settings.url.startsWith('http:'))
    throw configurationError(`${path}.tls`, 'The address says http; `tls` needs an https address.');
  const { backupSource, bucket } = configuredBackups(settings.backups, {
    path: `${path}.backups`,
    environment,
    resolvePath,
  });
  const cluster = {
    key,
    name: settings.name ?? key,
    environment: settings.environment,
    colour: settings.colour ?? environmentColour(settings.environment),
    protected: settings.protected !== null,
    approval: settings.protected?.approval ? { forMs: settings.protected.approvalFor } : null,
    readOnly: settings.readOnly,
    drillCluster: settings.drillCluster ?? null,
    sensitive: settings.sensitive,
    backupSource,
    overdueAfterMs: settings.overdueAfter,
    roles: settings.roles ?? null,
    verificationOff: tls?.verification === 'off',
    replay: settings.replay
      ? configuredReplay(settings.replay, { path: `${path}.replay`, environment, resolvePath })
      : null,
    republish: settings.republish,
    watch: settings.watch,
  };
  const connection: ConnectionOptions = {
    url: settings.url.replace(/\/+$/, ''),
    ...(credentials ? { auth: authentication(credentials, path, environment, resolvePath) } : {}),
    ...(tls ? { tls: readCertificates(tls, `${path}.tls`, resolvePath) } : {}),
    ...(settings.requestTimeout ? { requestTimeoutMs: settings.requestTimeout } : {}),
  };
  return withNonEnumerable(withNonEnumerable(cluster, 'bucket', bucket), 'connection', connection);
}

function authentication(
  credentials: NonNullable<ClusterSettings['credentials']>,
  path: string,
  environment: NodeJS.ProcessEnv,
  resolvePath: (path: string) => string,
): NonNullable<ConnectionOptions['auth']> {
  if ('apiKey' in credentials)
    return { apiKey: resolveSecret(credentials.apiKey, `${path}.credentials.apiKey`, environment, resolvePath) };
  const password = resolveSecret(credentials.password, `${path}.credentials.password`, environment, resolvePath);
  registerBasicCredentials(credentials.username, password);
  return { username: credentials.username, password };
}

const environmentColour = (environment: string): Colour =>
  /^prod/i.test(environment) ? 'violet' : /^(stag|pre|accept|integration)/i.test(environment) ? 'teal' : 'slate';
