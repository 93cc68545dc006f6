import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { thrownBy } from '../support/failure-of.ts';
import { cluster, useConfigurationFolder } from './configuration-folder.ts';

const folder = useConfigurationFolder();

describe('a secret', () => {
  test('is read from the environment or a file, and is neither serialised nor printed', () => {
    folder.write('key', 'secret-of-a-file\n');
    const configuration = folder.load(
      `${cluster('credentials: { username: ann, password: { env: PASSWORD } }')}  staging: { url: "http://b", backups: b, credentials: { apiKey: { file: key } } }\n`,
      { PASSWORD: 'secret-of-the-environment' },
    );
    expect(configuration.clusters.map(({ connection }) => connection.auth)).toEqual([
      { username: 'ann', password: 'secret-of-the-environment' },
      { apiKey: 'secret-of-a-file' },
    ]);
    expect(`${JSON.stringify(configuration)}${inspect(configuration, { depth: 9 })}`).not.toContain('secret-of');
  });

  test('in the configuration file itself is refused, and not repeated', () => {
    const error = thrownBy(() => folder.load(cluster('credentials: { username: ann, password: hunter2-hunter2 }')));
    expect(error.message).toContain('clusters.production.credentials');
    expect(`${error.stack}${JSON.stringify(error.details)}`).not.toContain('hunter2');
  });

  test.each([
    [`sessionKey: { env: SHORT }\n${cluster('')}`, 'sessionKey: The secret is too short'],
    [
      `roles: { viewer: ['*'] }\nsignIn: { kind: proxy, from: [10.0.0.1], proof: { header: x, secret: { env: SHORT } } }\n${cluster('')}`,
      'signIn.proof.secret: The secret is too short',
    ],
    [
      `roles: { viewer: ['*'] }\nsignIn: { kind: proxy, from: [10.0.0.1], proof: { tokenHeader: x, tokenKey: { env: SHORT } } }\n${cluster('')}`,
      'signIn.proof.tokenKey: The secret is too short',
    ],
  ])('that encrypts or proves something has a minimum length: %j', (yaml, expected) => {
    const error = thrownBy(() => folder.load(yaml, { SHORT: 'letmein' }));
    expect(error.message).toContain(expected);
    expect(`${error.stack}${JSON.stringify(error.details)}`).not.toContain('letmein');
  });
});
