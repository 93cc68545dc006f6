import 'server-only';
import { isAppError } from '../errors.ts';

/** For pages that poll: what can't be had now is left to the first poll, which says why. */
export function orLater<T>(load: () => T): T | undefined {
  try {
    return load();
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
