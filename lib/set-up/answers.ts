import { clusterSettings, type ClusterSettings } from '../config/schema.ts';

/** What a first configuration is made of. Secrets are references (lib/config/connection-schema.ts). */
export interface SetUpAnswers {
  /** Of the entry in `clusters`. */
  key: string;
  name: string;
  environment: string;
  url: string;
  /** null: the cluster asks for none. */
  credentials: NonNullable<ClusterSettings['credentials']> | null;
  /** A PEM file, relative to the folder of the configuration or absolute; null: the system's authorities. */
  ca: string | null;
  /** A folder, as `ca`, or s3://bucket/prefix. */
  backups: string;
}

/** The entry in `clusters`, with its defaults. Throws ZodError for answers that were not checked before. */
export const settingsOf = ({ ca, key: _key, credentials, ...rest }: SetUpAnswers): ClusterSettings =>
  clusterSettings.parse({
    ...rest,
    ...(credentials === null ? {} : { credentials }),
    ...(ca === null ? {} : { tls: { ca } }),
  });
