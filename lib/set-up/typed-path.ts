import { AppError } from '../errors.ts';

/** A path that a person typed where no shell reads it. Throws AppError invalid_input for `~`, which would be a folder of that name. */
export function typedPath(path: string): string {
  if (!/^~(?:[\w.-]*\/|$)/.test(path)) return path;
  throw new AppError('invalid_input', 'A path that begins with ~ is known to shells only.', {
    hint: 'Write the whole path; a folder of that name is written ./~',
  });
}
