import { join } from 'node:path';
import type { Configuration } from '../config/configuration.ts';
import { configuration } from '../config/loaded.ts';

/** The path of the file with the local users. */
export const usersFile = (): string => usersFileOf(configuration());

export const usersFileOf = ({ dataDirectory, signIn }: Pick<Configuration, 'dataDirectory' | 'signIn'>): string =>
  signIn.kind === 'local' && signIn.users ? signIn.users : join(dataDirectory, 'users.json');
