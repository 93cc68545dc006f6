import 'server-only';
import { isAppError, toFailure, type Failure } from '../errors.ts';
import { orNotFound } from './or-not-found.ts';

/**
 * For pages: what can't be read for a reason that has its own words (a jobs' database that is locked, full or damaged)
 * is shown in them; anything else is a defect.
 */
export async function orFailure<T>(load: () => T | Promise<T>): Promise<{ value: T } | { failure: Failure }> {
  try {
    return { value: await orNotFound(load) };
  } catch (error) {
    if (isAppError(error)) return { failure: toFailure(error) };
    throw error;
  }
}
