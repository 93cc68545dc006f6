import { AppError, isAppError } from '../errors.ts';
import { codeOf } from '../files/file-error.ts';

/** The error for a file or a folder that was there and can't be read. An AppError is returned as it is. */
export function unreadable(path: string, cause: unknown): AppError {
  if (isAppError(cause)) return cause;
  const code = codeOf(cause);
  if (code === 'ENOENT')
    return new AppError('not_found', `${path} was deleted or renamed meanwhile.`, { cause, hint: 'Start again.' });
  return new AppError('disk', `${path} can't be read (${code ?? String(cause)}).`, {
    cause,
    hint: 'Check its permissions.',
  });
}
