/** Whether an address has a user name or a password in it. */
export function hasPassword(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && (url.username !== '' || url.password !== '');
}

/** Without the address, which would repeat the password. */
export const PASSWORD_IN_ADDRESS = {
  message: 'The address has a user name or a password in it, where others can see it.',
  hint:
    'Give the address without them, the user name by itself, and the password by the variable or the file that has it: ' +
    '--username NAME with --password-env VARIABLE or --password-file FILE.',
} as const;
