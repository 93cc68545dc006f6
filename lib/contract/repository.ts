import { z } from 'zod';

/**
 * The name of a snapshot repository. Source: Elasticsearch, RepositoriesService.validate: not empty, no `#`, and a valid
 * file name: none of \ / * ? " < > | , and no space.
 */
export const repositoryName = z
  .string()
  .min(1, 'A name is needed.')
  .max(255, 'A name has at most 255 characters.')
  .refine(
    (name) => !/[\\/*?"<>|,#\s\u0000-\u001f\u007f]/u.test(name),
    'A name has no spaces and none of \\ / * ? " < > | , #.',
  )
  .refine((name) => !/^[-_.]/.test(name), 'A name does not start with -, _ or a dot.');

/** `fs`, `s3` and so on, or the type of a plugin that Restore Desk has never heard of. */
export const repositoryType = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'A type is a word such as fs or s3.');

/** Flat, as the server returns them: every value is a text. */
export const repositorySettings = z.array(z.object({ name: z.string().min(1).max(255), value: z.string().max(4_000) }));
export type RepositorySettings = z.infer<typeof repositorySettings>;

export const repository = z.object({
  name: z.string(),
  type: z.string(),
  settings: repositorySettings,
});
export type Repository = z.infer<typeof repository>;

export const settingOf = ({ settings }: Pick<Repository, 'settings'>, name: string): string | null =>
  settings.find((setting) => setting.name === name)?.value ?? null;

/** The server writes `readonly`; some clients write `read_only`, which no server reads. A `url` repository can't be written to. */
export const isReadOnly = ({ type, settings }: Pick<Repository, 'type' | 'settings'>): boolean =>
  type === 'url' || settingOf({ settings }, 'readonly') === 'true';

/** Where the snapshots are, in the words of its settings; null: its settings do not say. */
export function locationOf({ type, settings }: Pick<Repository, 'type' | 'settings'>): string | null {
  const of = (name: string) => settingOf({ settings }, name);
  const inBucket = (scheme: string, bucket: string | null) =>
    bucket === null ? null : `${scheme}://${[bucket, of('base_path')].filter((part) => part !== null).join('/')}`;
  switch (type) {
    case 'url':
      return of('url');
    case 's3':
      return inBucket('s3', of('bucket'));
    case 'gcs':
      return inBucket('gs', of('bucket'));
    case 'azure':
      return inBucket('azure', of('container') ?? 'elasticsearch-snapshots');
    default:
      return of('location') ?? of('path') ?? of('uri');
  }
}

/** To compare with the repositories of other clusters; null: not known, or a path that is relative to a setting of the cluster. */
export function placeOfRepository(repository: Pick<Repository, 'type' | 'settings'>): string | null {
  const location = locationOf(repository);
  if (location === null || (repository.type === 'fs' && !location.startsWith('/'))) return null;
  // Plans are saved: a user name and password in an address are no part of the place.
  return `${repository.type} ${location.replace(/\/\/[^/]*@/, '//').replace(/\/+$/, '')}`;
}

/**
 * The name of a snapshot. Source: Elasticsearch, SnapshotsService.validate: lower case, no leading `_`, and none of white
 * space , # \ / * ? " < > |.
 */
export const snapshotName = z
  .string()
  .min(1, 'A name is needed.')
  .max(255, 'A name has at most 255 characters.')
  .refine((name) => name === name.toLowerCase(), 'A snapshot’s name is lower case.')
  .refine(
    (name) => !/[\\/*?"<>|,#\s\u0000-\u001f\u007f]/u.test(name),
    'A name has no spaces and none of \\ / * ? " < > | , #.',
  )
  .refine((name) => !/^[-_.]/.test(name), 'A name does not start with -, _ or a dot.');

const SECRET = /(?:^|[._-])(?:access_key|secret_key|session_token|sas_token|account_key|key|password|secret|token)$/i;

/** A key in a repository's settings is readable by everybody who may list repositories: it is never shown, saved or sent. */
export const isSecretSetting = (name: string): boolean => SECRET.test(name);
