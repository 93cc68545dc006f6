import 'server-only';
import { notFound } from 'next/navigation';
import { isAppError, toFailure, type Failure } from '../errors.ts';

/** For pages: an AppError not_found becomes Next's 404; any other error is rethrown. */
export async function orNotFound<T>(load: () => T | Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') notFound();
    throw error;
  }
}

/**
 * As `orNotFound`; any other AppError (a jobs' database that is locked, full or damaged) is returned, for the page to
 * show.
 */
export async function orFailure<T>(load: () => T | Promise<T>): Promise<{ value: T } | { failure: Failure }> {
  try {
    return { value: await orNotFound(load) };
  } catch (error) {
    if (isAppError(error)) return { failure: toFailure(error) };
    throw error;
  }
}

/** For pages that poll: undefined after an AppError. The first poll then reports it. */
export function orUndefined<T>(load: () => T): T | undefined {
  try {
    return load();
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
