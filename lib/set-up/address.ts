import { clusterSettings } from '../config/schema.ts';
import { AppError } from '../errors.ts';
import { checked } from './checked.ts';

/**
 * The address of a cluster. `ca`: the file of its authority, which is of no use without TLS; null: none. Throws AppError
 * invalid_input, which does not repeat the address: it may have a password.
 */
export function addressOf(text: string, ca: string | null): string {
  const url = URL.parse(text);
  if (url !== null && (url.username !== '' || url.password !== ''))
    throw new AppError('invalid_input', 'The address has a user name or a password in it, where others can see it.', {
      hint:
        'Give the address without them, the user name by itself, and the password by the variable or the file that has it: ' +
        'on the command line --username NAME with --password-env VARIABLE or --password-file FILE.',
    });
  const address = checked(clusterSettings.shape.url, text, 'Address');
  if (ca !== null && new URL(address).protocol !== 'https:')
    throw new AppError('invalid_input', 'The address says http; a certificate authority needs https.', {
      hint: 'Begin the address with https://, or leave the authority out.',
    });
  return address;
}
