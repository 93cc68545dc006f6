import { join } from 'node:path';
import { configuration } from '../config/loaded.ts';

/** The path of the file with the local users. */
export const usersFile = (): string => {
  const { signIn, dataDirectory } = configuration();
  return signIn.kind === 'local' && signIn.users ? signIn.users : join(dataDirectory, 'users.json');
};
