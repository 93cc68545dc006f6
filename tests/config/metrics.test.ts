import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { cluster, useConfigurationFolder } from './configuration-folder.ts';

const folder = useConfigurationFolder();
const TOKEN = '6b1f0c5e9d7a4832';

describe('metrics', () => {
  test('are for nobody in particular if left out', () => {
    expect(folder.load(cluster('')).metrics).toBeNull();
  });

  test('are for programs of this machine, or for who has a token, which is neither serialised nor printed', () => {
    expect(folder.load(`metrics: { local: true }\n${cluster('')}`).metrics).toBe('local');
    folder.write('token', `${TOKEN}\n`);
    const configuration = folder.load(`metrics: { token: { file: token } }\n${cluster('')}`);
    expect(configuration.metrics).toBe('token');
    expect(configuration.secrets.metricsToken).toBe(TOKEN);
    expect(`${JSON.stringify(configuration)}${inspect(configuration, { depth: 9 })}`).not.toContain(TOKEN);
  });

  test.each([
    ['{ token: { env: TOKEN } }', 'short', 'metrics.token: The secret is too short: at least 16 random characters'],
    [
      '{ token: { env: TOKEN } }',
      'a token with spaces',
      'metrics.token: The token may have only letters, digits and signs',
    ],
    [
      '{ token: { env: TOKEN } }',
      'größer-als-sechzehn',
      'metrics.token: The token may have only letters, digits and signs',
    ],
    ['{ token: { env: NONE } }', '', 'metrics.token: The environment variable NONE is not set.'],
    ['{ token: hunter2-hunter2-hunter2 }', '', 'metrics.token: Say where the secret is'],
    ['{ local: false }', '', 'metrics'],
    ['{ local: true, token: { env: TOKEN } }', TOKEN, 'metrics'],
    ['true', '', 'metrics: Either `token: { env: NAME }`, or `local: true`.'],
  ])('%s, with the token %j, is refused', (metrics, token, expected) => {
    const message = folder.loadError(`metrics: ${metrics}\n${cluster('')}`, { TOKEN: token });
    expect(message).toContain(expected);
    expect(message).not.toContain('hunter2');
  });
});

test.each(['api', 'healthz', 'metrics', 'readyz', 'sign-in'])(
  'a cluster can’t have the key %j: the address is another page’s',
  (key) => {
    expect(folder.loadError(`clusters:\n  ${key}: { url: "http://a", backups: b }\n`)).toBe(
      `clusters.${key}: Restore Desk has a page of its own at this address: choose another key.`,
    );
  },
);
