import { z } from 'zod';

/**
 * An alias name that servers accept: at most 255 bytes, none of \ / * ? " < > | , # space, not starting with - _ +, not
 * "." or "..". Colons are accepted (old names have them).
 * Source: Elasticsearch reference, "Create index API", path parameters; "Aliases".
 */
export const aliasName = z
  .string()
  .min(1, 'A name is needed.')
  .refine((name) => new TextEncoder().encode(name).length <= 255, 'A name has at most 255 bytes.')
  .refine(
    (name) => !/[\\/*?"<>|,#\s\u0000-\u001f\u007f]/u.test(name),
    'A name has no spaces and none of \\ / * ? " < > | , #.',
  )
  .refine((name) => !/^[-_+]/.test(name), 'A name does not start with -, _ or +.')
  .refine((name) => name !== '.' && name !== '..', 'A name is not "." or "..".');

/** As an alias name, in lower case. */
export const indexName = aliasName.refine((name) => name === name.toLowerCase(), 'A name is lower case.');

/** The name of a new index: as `indexName`, without a colon. */
export const newIndexName = indexName.refine((name) => !name.includes(':'), 'A new index name has no colon.');

/** A backup's path below the backup directory: `government.zip` or `government/government-2018-01-08t03-00-00z.zip`. */
export const backupId = z
  .string()
  .max(520)
  .refine(
    (id) =>
      /^(?:[^/\\\0]+\/)?[^/\\\0]+\.zip(?:\.partial)?$/.test(id) &&
      !id.split('/').some((part) => part === '.' || part === '..'),
    'Not a backup’s name.',
  );

export const clusterKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Lower-case letters, digits and dashes.');

/** The key of an input that the server has saved because a URL can't hold it: SHA-256 in hex. */
export const savedKey = z.string().regex(/^[0-9a-f]{64}$/);
