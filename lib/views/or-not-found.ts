import 'server-only';
import { notFound } from 'next/navigation';
import { isAppError } from '../errors.ts';

/** For pages: what isn't there is a 404, anything else stays what it is. */
export async function orNotFound<T>(load: () => T | Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') notFound();
    throw error;
  }
}
