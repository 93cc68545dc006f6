import type { ConfiguredReplay, ReplayTarget } from './configuration.ts';
import { readCertificates } from './certificates.ts';
import { withNonEnumerable } from './non-enumerable.ts';
import { registerBasicCredentials } from './redact.ts';
import type { ReplaySettings, ReplayTargetSettings } from './replay-schema.ts';
import { configurationError, resolveSecret } from './secrets.ts';

interface Place {
  /** Of the key in the file, for errors. */
  path: string;
  environment: NodeJS.ProcessEnv;
  resolvePath: (path: string) => string;
}

/** Where captured traffic is, and where it may be sent. Throws AppError invalid_input. */
export const configuredReplay = (settings: ReplaySettings, place: Place): ConfiguredReplay => ({
  captures: place.resolvePath(settings.captures),
  targets: Object.entries(settings.targets).map(([name, target]) =>
    configuredTarget(name, target, { ...place, path: `${place.path}.targets.${name}` }),
  ),
});

function configuredTarget(name: string, settings: ReplayTargetSettings, place: Place): ReplayTarget {
  const { credentials, tls, url, queueStatus = null, indices = null } = settings;
  if (tls && url.startsWith('http:'))
    throw configurationError(`${place.path}.tls`, 'The address says http; `tls` needs an https address.');
  const target = { name, url: new URL(url).origin, queueStatus, indices };
  return withNonEnumerable(target, 'connection', {
    authorization: credentials ? authorization(credentials, place) : null,
    tls: tls ? readCertificates(tls, `${place.path}.tls`, place.resolvePath) : null,
  });
}

function authorization(credentials: NonNullable<ReplayTargetSettings['credentials']>, place: Place): string {
  const [key, reference] =
    'password' in credentials
      ? (['password', credentials.password] as const)
      : 'apiKey' in credentials
        ? (['apiKey', credentials.apiKey] as const)
        : (['bearer', credentials.bearer] as const);
  const path = `${place.path}.credentials.${key}`;
  const secret = resolveSecret(reference, path, place.environment, place.resolvePath);
  if ('username' in credentials) {
    registerBasicCredentials(credentials.username, secret);
    return `Basic ${Buffer.from(`${credentials.username}:${secret}`).toString('base64')}`;
  }
  if (!/^[\x21-\x7e]+$/.test(secret))
    throw configurationError(path, 'The secret has characters that no header can have.');
  return `${key === 'apiKey' ? 'ApiKey' : 'Bearer'} ${secret}`;
}
