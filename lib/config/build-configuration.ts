import { resolve } from 'node:path';
import { AppError } from '../errors.ts';
import { dataDirectory } from '../places.mjs';
import { requireOneWay } from './bucket-access.ts';
import { checkSignIn } from './check-sign-in.ts';
import type { Configuration, ConfiguredCluster } from './configuration.ts';
import { configuredCluster } from './configured-cluster.ts';
import { configuredNotifications } from './configured-notifications.ts';
import { requireDrillClusters } from './drill-clusters.ts';
import { explainIssues } from './explain.ts';
import { withNonEnumerable } from './non-enumerable.ts';
import type { SecretReference } from './connection-schema.ts';
import { configurationSchema, type ConfigurationFile } from './schema.ts';
import { configurationError, resolveSecret } from './secrets.ts';

/**
 * Checks the values of a configuration and resolves its paths (relative to `directory`), secrets and certificates.
 * `file`: null if they come from the environment. Throws AppError invalid_input with the path of the key.
 */
export function buildConfiguration(
  values: unknown,
  file: string | null,
  directory: string,
  environment: NodeJS.ProcessEnv,
): Configuration {
  const settings = parse(values, file);
  const resolvePath = (path: string) => resolve(directory, path);
  checkSignIn(settings);
  const { auditLog, signIn } = settings;
  const configuration = {
    file,
    listen: settings.listen,
    publicUrl: settings.publicUrl?.replace(/\/+$/, '') ?? null,
    trustedProxies: settings.trustedProxies,
    dataDirectory: dataDirectory(environment, directory, settings.data),
    parallelJobs: settings.parallelJobs,
    import: {
      maxUploadBytes: settings.import.maxUpload,
      maxUnpackedBytes: settings.import.maxUnpacked,
      maxFiles: settings.import.maxFiles,
    },
    auditLog: {
      keepMs: auditLog.keep,
      keepRefusedMs: auditLog.keepRefused,
      warnAtBytes: auditLog.warnAt,
      warnFreeBytes: auditLog.warnFree,
    },
    signIn: signIn.kind === 'local' && signIn.users ? { ...signIn, users: resolvePath(signIn.users) } : signIn,
    roles: settings.roles ?? null,
    metrics:
      settings.metrics === undefined ? null : 'token' in settings.metrics ? ('token' as const) : ('local' as const),
    clusters: withOthers(
      Object.entries(settings.clusters).map(([key, cluster]) =>
        configuredCluster(key, cluster, environment, resolvePath),
      ),
    ),
    notifications: configuredNotifications(settings.notifications, Object.keys(settings.clusters), {
      environment,
      resolvePath,
    }),
  };
  requireOneWay(configuration.clusters);
  requireDrillClusters(configuration.clusters);
  return withNonEnumerable(configuration, 'secrets', secretsOf(settings, environment, resolvePath));
}

function parse(values: unknown, file: string | null): ConfigurationFile {
  const parsed = configurationSchema.safeParse(values, { reportInput: true });
  if (parsed.success) return parsed.data;
  const sentences = explainIssues(parsed.error.issues, configurationSchema);
  throw new AppError('invalid_input', sentences[0] ?? 'The configuration is not readable.', {
    hint:
      sentences.length > 1
        ? `${sentences.length - 1} more after it. See docs/configuration.md.`
        : 'See docs/configuration.md.',
    details: { problems: sentences, file },
  });
}

function secretsOf(
  { metrics, sessionKey, signIn }: ConfigurationFile,
  environment: NodeJS.ProcessEnv,
  resolvePath: (path: string) => string,
): Configuration['secrets'] {
  const secret = (reference: SecretReference | undefined, path: string, leastCharacters = 1) => {
    const value = reference ? resolveSecret(reference, path, environment, resolvePath) : null;
    if (value !== null && value.length < leastCharacters)
      throw configurationError(
        path,
        `The secret is too short: at least ${leastCharacters} random characters are needed (openssl rand -base64 32).`,
      );
    return value;
  };
  return {
    sessionKey: secret(sessionKey, 'sessionKey', 32),
    clientSecret: signIn.kind === 'openid-connect' ? secret(signIn.clientSecret, 'signIn.clientSecret') : null,
    proxySecret:
      signIn.kind !== 'proxy'
        ? null
        : 'secret' in signIn.proof
          ? secret(signIn.proof.secret, 'signIn.proof.secret', 16)
          : secret(signIn.proof.tokenKey, 'signIn.proof.tokenKey', 32),
    metricsToken: metrics && 'token' in metrics ? headerValue(secret(metrics.token, 'metrics.token', 16)) : null,
  };
}

/** Sent in a header, which a client could not do with other characters. */
function headerValue(token: string | null): string | null {
  if (token === null || /^[\x21-\x7e]+$/.test(token)) return token;
  throw configurationError(
    'metrics.token',
    'The token may have only letters, digits and signs of ASCII, without spaces.',
  );
}

const withOthers = (clusters: readonly ConfiguredCluster[]): readonly ConfiguredCluster[] =>
  clusters.map((cluster) =>
    withNonEnumerable(cluster, 'others', () => clusters.filter(({ key }) => key !== cluster.key)),
  );
