import { expect, test } from 'vitest';
import { clusterSettings } from '../../lib/config/schema.ts';
import { addressOf } from '../../lib/set-up/address.ts';
import { checked } from '../../lib/set-up/checked.ts';
import { nextCommand, startCommand } from '../../lib/set-up/next-command.ts';
import { secretReferenceOf } from '../../lib/set-up/secret-reference.ts';
import { typedPath } from '../../lib/set-up/typed-path.ts';
import { thrownBy } from '../support/failure-of.ts';

test('an address with a password is refused, with how to give it, and not repeated', () => {
  for (const address of [
    'https://ann:planted-secret@search:9200',
    'http://planted-secret@search',
    'ftp://a:planted-secret@b',
  ]) {
    const { hint, message } = thrownBy(() => addressOf(address));
    expect(message).toBe('The address has a user name or a password in it, where others can see it.');
    expect(hint).toContain('--password-env VARIABLE');
    expect(`${message}${hint}`).not.toContain('planted');
  }
  expect(addressOf('https://search.example.org:9200')).toBe('https://search.example.org:9200');
  expect(thrownBy(() => addressOf('search:9200')).message).toMatch(/^Address: An address like https/);
});

test('a value is checked by the configuration’s own schema', () => {
  expect(checked(clusterSettings.shape.environment, 'staging', '--environment')).toBe('staging');
  expect(thrownBy(() => checked(clusterSettings.shape.backups, 'gs://bucket', '--backups')).message).toMatch(
    /^--backups: A directory/,
  );
});

test('a secret is named by a variable, or by a file that has a slash; anything else is refused and not repeated', () => {
  const absolute = (path: string) => `/etc/${path}`;
  expect(secretReferenceOf('SEARCH_PASSWORD', absolute)).toEqual({ env: 'SEARCH_PASSWORD' });
  expect(secretReferenceOf('./password', absolute)).toEqual({ file: '/etc/./password' });
  for (const secret of ['planted-secret', 'planted!', 'planted secret', '1planted', '$planted']) {
    const { hint, message } = thrownBy(() => secretReferenceOf(secret, absolute));
    expect(message).toBe('This is neither the name of a variable nor a path with a slash.');
    expect(`${message}${hint}`).not.toContain('planted');
  }
});

test('the next command names the file where the dashboard would not find it by itself', () => {
  expect(nextCommand('/work/restore-desk.yaml', true)).toBe(`Start the dashboard: ${startCommand()}`);
  expect(nextCommand("/etc/it's.yaml", false)).toBe(
    `Start the dashboard with this file: RESTORE_DESK_CONFIG='/etc/it'\\''s.yaml' ${startCommand()}`,
  );
});

test('a path with the shell’s ~ is refused, not made as a folder of that name', () => {
  for (const path of ['~', '~/backups', '~ann/backups'])
    expect(thrownBy(() => typedPath(path)).message).toContain('known to shells only');
  expect(['./~', '/a/~b', 'a~', '~b'].map(typedPath)).toEqual(['./~', '/a/~b', 'a~', '~b']);
});
