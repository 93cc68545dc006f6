import { isAppError, type AppError } from '../../lib/errors.ts';

/** Resolves to the AppError of a failed attempt. Rejects on any other error, and on success. */
export async function failureOf(attempt: Promise<unknown> | (() => unknown)): Promise<AppError> {
  try {
    await (typeof attempt === 'function' ? attempt() : attempt);
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error('It succeeded, but should have failed.');
}

/** The AppError that a synchronous call throws; anything else, and success, is an error of the test. */
export function thrownBy(action: () => unknown): AppError {
  try {
    action();
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error('It worked, and was to fail.');
}
