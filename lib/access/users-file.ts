import { join } from 'node:path';
import { configuration } from '../config/loaded.ts';

/** Where local users are kept. */
export const usersFile = (): string => {
  const { signIn, dataDirectory } = configuration();
  return signIn.kind === 'local' && signIn.users ? signIn.users : join(dataDirectory, 'users.json');
};
