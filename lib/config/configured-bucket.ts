import { SDK_SETTINGS, type BucketSettings } from '../buckets/bucket-settings.ts';
import { backupSource, isBucketAddress } from '../contract/backup-ref.ts';
import type { BucketEntry } from './bucket-schema.ts';
import { readCertificate } from './certificates.ts';
import { registerSecret } from './redact.ts';
import { resolveSecret } from './secrets.ts';

interface Resolving {
  /** Of the key `backups`. */
  path: string;
  environment: NodeJS.ProcessEnv;
  resolvePath: (path: string) => string;
}

/** The `source` of a cluster's backups; `bucket`: null for a directory. Throws AppError invalid_input. */
export function configuredBackups(
  backups: string | BucketEntry,
  resolving: Resolving,
): { backupSource: string; bucket: BucketSettings | null } {
  if (typeof backups !== 'string')
    return { backupSource: backupSource(backups.url), bucket: configuredBucket(backups, resolving) };
  if (!isBucketAddress(backups)) return { backupSource: backupSource(resolving.resolvePath(backups)), bucket: null };
  registerSdkSecrets(resolving.environment);
  return { backupSource: backupSource(backups), bucket: SDK_SETTINGS };
}

function configuredBucket(entry: BucketEntry, { environment, path, resolvePath }: Resolving): BucketSettings {
  const secret = (key: 'secretAccessKey' | 'sessionToken') =>
    entry[key] === undefined ? undefined : resolveSecret(entry[key], `${path}.${key}`, environment, resolvePath);
  const secretAccessKey = secret('secretAccessKey');
  const sessionToken = secret('sessionToken');
  const { accessKeyId } = entry;
  if (secretAccessKey === undefined) registerSdkSecrets(environment);
  return {
    endpoint: entry.endpoint?.replace(/\/+$/, '') ?? null,
    region: entry.region ?? null,
    pathStyle: entry.pathStyle ?? null,
    credentials:
      accessKeyId === undefined || secretAccessKey === undefined
        ? null
        : {
            accessKeyId:
              typeof accessKeyId === 'string'
                ? accessKeyId
                : resolveSecret(accessKeyId, `${path}.accessKeyId`, environment, resolvePath),
            secretAccessKey,
            ...(sessionToken === undefined ? {} : { sessionToken }),
          },
    ca: entry.ca === undefined ? null : readCertificate(entry.ca, `${path}.ca`, resolvePath),
    encryption:
      entry.encryption === undefined ? null : { algorithm: entry.encryption, kmsKeyId: entry.kmsKeyId ?? null },
  };
}

/** Nothing that is logged or recorded shows them, as for those of the configuration. */
export function registerSdkSecrets(environment: NodeJS.ProcessEnv): void {
  for (const name of ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) {
    const secret = environment[name];
    if (secret) registerSecret(secret);
  }
}
