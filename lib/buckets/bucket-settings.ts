/** Where a bucket is and how it is reached. Secrets are resolved. What is null is left to the SDK's own variables and files. */
export interface BucketSettings {
  endpoint: string | null;
  region: string | null;
  /** null: where the endpoint is not AWS's. */
  pathStyle: boolean | null;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } | null;
  /** Certificates of authorities, in PEM form. */
  ca: string | null;
  /** Server-side encryption of new objects; null: as the bucket does by itself. */
  encryption: { algorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse'; kmsKeyId: string | null } | null;
}

export const SDK_SETTINGS: BucketSettings = {
  endpoint: null,
  region: null,
  pathStyle: null,
  credentials: null,
  ca: null,
  encryption: null,
};

/** The endpoint as the settings or the SDK's variables name it; null: AWS's own. */
export const endpointOf = ({ endpoint }: BucketSettings, environment: NodeJS.ProcessEnv = process.env): string | null =>
  endpoint ?? (environment['AWS_ENDPOINT_URL_S3'] || environment['AWS_ENDPOINT_URL'] || null);

/** AWS names buckets in the host, other stores mostly in the path. */
export function usesPathStyle(settings: BucketSettings, environment: NodeJS.ProcessEnv = process.env): boolean {
  if (settings.pathStyle !== null) return settings.pathStyle;
  const endpoint = endpointOf(settings, environment);
  return endpoint !== null && !/\.amazonaws\.com(\.cn)?$/.test(URL.parse(endpoint)?.hostname ?? '');
}
