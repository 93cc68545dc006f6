import { resolve } from 'node:path';
import { backupSource, bucketLocation, isBucketAddress, refOfFile, type BackupRef } from '../contract/backup-ref.ts';
import { AppError } from '../errors.ts';

/** A directory or `s3://bucket/prefix` of a command line. Throws AppError invalid_input. */
export const sourceOfArgument = (text: string): string =>
  backupSource(isBucketAddress(text) ? requireAddress(text) : pathOfArgument(text));

/** A zip file or `s3://bucket/prefix/name.zip` of a command line, as a path or an address. Throws AppError invalid_input. */
export function fileOfArgument(text: string): string {
  if (!isBucketAddress(text)) return pathOfArgument(text);
  if (bucketLocation(requireAddress(text))!.prefix === '' || text.endsWith('/'))
    throw new AppError('invalid_input', `${text} names no backup.`, {
      hint: 'Name the backup in the bucket: s3://bucket/prefix/name.zip.',
    });
  return text;
}

/** The same as a ref. */
export const refOfArgument = (text: string): BackupRef => refOfFile(fileOfArgument(text));

/** A path that looks like an address is refused: a folder `gs:` would be made of it. Throws AppError invalid_input. */
export function pathOfArgument(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/{1,2}/i.test(text))
    throw new AppError(
      'invalid_input',
      `${JSON.stringify(text.slice(0, 300))} is neither a path nor s3://bucket/prefix.`,
      {
        hint: 'Buckets are written s3://bucket/prefix. A path of this name is written ./name.',
      },
    );
  return resolve(text);
}

function requireAddress(text: string): string {
  if (bucketLocation(text) !== null) return text;
  throw new AppError('invalid_input', `${JSON.stringify(text.slice(0, 300))} is not the address of a bucket.`, {
    hint: 'It is written s3://bucket/prefix: letters, digits, dots and hyphens, then perhaps a prefix.',
  });
}
