import { expect, test } from 'vitest';
import { givenAnswers } from '../../../lib/cli/init/given.ts';
import { parseArguments } from '../../../lib/cli/parse-arguments.ts';
import { VERBS } from '../../../lib/cli/verbs.ts';
import { thrownBy } from '../../support/failure-of.ts';

const given = (words: string[], environment: Record<string, string> = {}) =>
  givenAnswers(parseArguments(VERBS.init, words), environment as unknown as NodeJS.ProcessEnv, '/work');

test('credentials are references, never the secret itself', () => {
  expect(given([]).credentials).toBeUndefined();
  expect(given(['--username', 'ann', '--password-env', 'P']).credentials).toEqual({
    username: 'ann',
    password: { env: 'P' },
  });
  expect(given(['--username', 'ann', '--password-file', 'p']).credentials).toEqual({
    username: 'ann',
    password: { file: 'p' },
  });
  expect(given(['--api-key-env', 'K']).credentials).toEqual({ apiKey: { env: 'K' } });
  expect(thrownBy(() => given(['--password', 'planted'])).message).toBe('init has no option “--password”.');
});

test.each([
  [['--username', 'ann'], '--username needs --password-env VARIABLE or --password-file FILE.'],
  [['--password-env', 'P'], 'A password needs --username NAME.'],
  [
    ['--username', 'a', '--password-env', 'P', '--password-file', 'p'],
    'Either --password-env or --password-file, not both.',
  ],
  [
    ['--username', 'a', '--password-env', 'P', '--api-key-env', 'K'],
    'Either an API key or a user name with a password, not both.',
  ],
  [['--api-key-env', 'K', '--api-key-file', 'k'], 'Either --api-key-env or --api-key-file, not both.'],
  [
    ['--out', 's3://bucket/restore-desk.yaml'],
    '"s3://bucket/restore-desk.yaml" is neither a path nor s3://bucket/prefix.',
  ],
])('%j is refused', (words, message) => {
  expect(thrownBy(() => given(words)).message).toBe(message);
});

test('the file is the one that a dashboard here would read, or --out', () => {
  expect(given([])).toMatchObject({ file: '/work/restore-desk.yaml', isDefaultFile: true });
  expect(given([], { RESTORE_DESK_CONFIG: '/etc/desk.yaml' })).toMatchObject({
    file: '/etc/desk.yaml',
    isDefaultFile: true,
  });
  expect(given(['--out', '/etc/desk.yaml'])).toMatchObject({ file: '/etc/desk.yaml', isDefaultFile: false });
});
