import { userInfo } from 'node:os';

/** The name of the user of this process; "user 12345" where a container runs it as a number that has none. */
export function processUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${String(process.getuid?.() ?? 'unknown')}`;
  }
}
