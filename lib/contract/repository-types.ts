/** One setting of a repository's form. Sizes are texts with a unit, "40mb". */
export interface SettingField {
  name: string;
  label: string;
  kind: 'text' | 'size' | 'flag' | 'choice';
  required?: boolean;
  /** What the server takes where it is left out. */
  byDefault?: string;
  choices?: readonly string[];
  help?: string;
}

export interface RepositoryTypeForm {
  type: string;
  /** "Shared folder" */
  label: string;
  fields: readonly SettingField[];
  /** The plugin, or in newer servers the module, that has it; null: every server has it. */
  module: string | null;
}

const SPEED: readonly SettingField[] = [
  { name: 'max_snapshot_bytes_per_sec', label: 'Rate limit of snapshots, per node', kind: 'size', byDefault: '40mb' },
  {
    name: 'max_restore_bytes_per_sec',
    label: 'Rate limit of restores, per node',
    kind: 'size',
    byDefault: 'no limit; Elasticsearch 6: 40mb',
  },
];
const FILES: readonly SettingField[] = [
  { name: 'compress', label: 'Compress metadata', kind: 'flag' },
  { name: 'chunk_size', label: 'Largest part of a file', kind: 'size' },
];
const CLIENT: SettingField = {
  name: 'client',
  label: 'Client',
  kind: 'text',
  byDefault: 'default',
  help: 'The name in the server’s configuration under which it keeps the endpoint and the keys.',
};
const BASE_PATH: SettingField = {
  name: 'base_path',
  label: 'Path in it',
  kind: 'text',
  byDefault: 'the root',
  help: 'Without a slash at its beginning or end.',
};

/**
 * The types with a form. Settings of `fs` and `source` were tried on real servers; those of the other types are read in the
 * reference of Elasticsearch (“Register a snapshot repository”) and OpenSearch (“Register snapshot repository”), not tried,
 * because no server that can be had for tests has these types.
 */
export const REPOSITORY_TYPES: readonly RepositoryTypeForm[] = [
  {
    type: 'fs',
    label: 'Shared folder',
    module: null,
    fields: [
      {
        name: 'location',
        label: 'Folder',
        kind: 'text',
        required: true,
        help: 'The same shared folder on every node, below a folder of path.repo.',
      },
      ...FILES,
      ...SPEED,
    ],
  },
  {
    type: 's3',
    label: 'S3',
    module: 'repository-s3',
    fields: [
      { name: 'bucket', label: 'Bucket', kind: 'text', required: true },
      BASE_PATH,
      CLIENT,
      { name: 'server_side_encryption', label: 'Encrypt on the server', kind: 'flag', help: 'With AES-256.' },
      {
        name: 'storage_class',
        label: 'Storage class',
        kind: 'choice',
        byDefault: 'standard',
        choices: ['standard', 'reduced_redundancy', 'standard_ia', 'onezone_ia', 'intelligent_tiering'],
      },
      {
        name: 'canned_acl',
        label: 'Access rule of new files',
        kind: 'choice',
        byDefault: 'private',
        choices: [
          'private',
          'public-read',
          'public-read-write',
          'authenticated-read',
          'log-delivery-write',
          'bucket-owner-read',
          'bucket-owner-full-control',
        ],
      },
      { name: 'buffer_size', label: 'Part of an upload', kind: 'size', byDefault: '100mb, or 5 % of the heap' },
      ...FILES,
      ...SPEED,
    ],
  },
  {
    type: 'gcs',
    label: 'Google Cloud Storage',
    module: 'repository-gcs',
    fields: [{ name: 'bucket', label: 'Bucket', kind: 'text', required: true }, BASE_PATH, CLIENT, ...FILES, ...SPEED],
  },
  {
    type: 'azure',
    label: 'Azure',
    module: 'repository-azure',
    fields: [
      { name: 'container', label: 'Container', kind: 'text', byDefault: 'elasticsearch-snapshots' },
      BASE_PATH,
      CLIENT,
      {
        name: 'location_mode',
        label: 'Endpoint',
        kind: 'choice',
        byDefault: 'primary_only',
        choices: ['primary_only', 'secondary_only'],
        help: 'A repository on the secondary endpoint is read-only.',
      },
      ...FILES,
      ...SPEED,
    ],
  },
  {
    type: 'url',
    label: 'Read-only by address',
    module: 'repository-url',
    fields: [
      {
        name: 'url',
        label: 'Address',
        kind: 'text',
        required: true,
        help: 'http, https and ftp addresses of repositories.url.allowed_urls, or file: below path.repo.',
      },
    ],
  },
  {
    type: 'source',
    label: 'Source-only',
    module: 'x-pack-core',
    fields: [
      {
        name: 'delegate_type',
        label: 'Type of the storage',
        kind: 'choice',
        required: true,
        choices: ['fs', 's3', 'gcs', 'azure', 'url'],
        help: 'Snapshots have only the documents, half as large: a restored index can be read and reindexed, not searched.',
      },
      { name: 'location', label: 'Folder, for the type fs', kind: 'text' },
      { name: 'bucket', label: 'Bucket, for s3 and gcs', kind: 'text' },
      { name: 'container', label: 'Container, for azure', kind: 'text' },
      BASE_PATH,
      CLIENT,
      ...SPEED,
    ],
  },
];

export const formOf = (type: string): RepositoryTypeForm | null =>
  REPOSITORY_TYPES.find((form) => form.type === type) ?? null;

/** "Shared folder", or the type itself. */
export const typeLabel = (type: string): string => formOf(type)?.label ?? type;

/** Settings that every type has, besides those of its form. */
const COMMON = ['readonly', 'max_number_of_snapshots', 'max_snapshot_bytes_per_sec', 'max_restore_bytes_per_sec'];

/** null: the type has no form, so its settings are not known. */
export function knownSettings(type: string): string[] | null {
  const form = formOf(type);
  return form && [...COMMON, ...form.fields.map(({ name }) => name)];
}
