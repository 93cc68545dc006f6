import { basename, dirname, join, resolve } from 'node:path';
import { AppError, isAppError } from '../errors.ts';
import { filesOf, type OpenedFile } from './files.ts';
import { codeOf } from './file-error.ts';
import { CHANGED, IS_A_FOLDER, NOT_A_FILE } from './protocol.ts';

/** A file in a directory. Without `followLinks` no part of its path may be a link. */
interface PlacedFile {
  directory: string;
  path: string;
  followLinks: boolean;
}

/** A file that is not in a directory. `path`: for people. */
export interface FileElsewhere {
  path: string;
  /** Throws AppError `not_found`, `disk`. */
  open(signal?: AbortSignal): Promise<OpenedFile>;
}

/** A text is a path that a person typed: links are followed. */
export type FilePlace = string | PlacedFile | FileElsewhere;

const isElsewhere = (place: FilePlace): place is FileElsewhere => typeof place === 'object' && 'open' in place;

const placed = (place: string | PlacedFile): PlacedFile =>
  typeof place === 'string'
    ? { directory: dirname(resolve(place)), path: basename(resolve(place)), followLinks: true }
    : place;

export const pathOf = (place: FilePlace): string =>
  typeof place === 'string' ? place : isElsewhere(place) ? place.path : join(place.directory, place.path);

/** Throws AppError `not_found`, `disk`. */
export async function openForReading(place: FilePlace, signal?: AbortSignal): Promise<OpenedFile> {
  if (isElsewhere(place)) return place.open(signal);
  const { directory, path, followLinks } = placed(place);
  try {
    return await filesOf(directory, signal).open(path, { followLinks });
  } catch (cause) {
    throw isAppError(cause) ? cause : openingError(cause, pathOf(place));
  }
}

function openingError(cause: unknown, path: string): AppError {
  const code = codeOf(cause);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('not_found', `There is no file ${path}.`, { cause });
    case 'ELOOP':
      return new AppError('not_found', `${path} is, or lies behind, a link.`, {
        cause,
        hint: 'Links in the backup directory are not followed.',
      });
    case IS_A_FOLDER:
    case NOT_A_FILE:
    // A socket, or a device without its driver.
    case 'ENXIO':
    case 'ENODEV': {
      const what = code === IS_A_FOLDER ? 'a folder' : 'no ordinary file';
      return new AppError('not_found', `${path} is ${what}, not a backup.`, {
        cause,
        hint: 'Name the zip file itself.',
      });
    }
    case CHANGED:
      return new AppError('not_found', `${path} was replaced while it was opened.`, {
        cause,
        hint: 'Reload the list.',
      });
    default:
      return new AppError('disk', `${path} can't be read (${code ?? String(cause)}).`, {
        cause,
        hint: 'Check the permissions of the backup directory.',
      });
  }
}
