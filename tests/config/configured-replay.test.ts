import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { redact } from '../../lib/config/redact.ts';
import { cluster, useConfigurationFolder } from './configuration-folder.ts';

const folder = useConfigurationFolder();

const target = (lines: string) =>
  cluster(`replay: { captures: gor, targets: { search-app: { url: "http://app:3233"${lines && `, ${lines}`} } } }`);
const replayOf = (yaml: string, variables?: Record<string, string>) => folder.load(yaml, variables).clusters[0]!.replay;

test('a cluster replays no traffic without the key', () => {
  expect(replayOf(cluster(''))).toBeNull();
});

test('the folder of captures is absolute, and a target may write to any index', () => {
  expect(replayOf(target(''))).toEqual({
    captures: join(folder.path, 'gor'),
    targets: [{ name: 'search-app', url: 'http://app:3233', queueStatus: null, indices: null }],
  });
  expect(replayOf(target('queueStatus: "/_status?all", indices: [government]'))!.targets[0]).toMatchObject({
    queueStatus: '/_status?all',
    indices: ['government'],
  });
});

test('a slash at the end of an address is left off: captured paths begin with one', () => {
  expect(replayOf(target('').replace(':3233', ':3233/'))!.targets[0]!.url).toBe('http://app:3233');
});

describe('credentials of a target', () => {
  test.each([
    ['{ username: ann, password: { env: SECRET } }', `Basic ${Buffer.from('ann:planted/secret').toString('base64')}`],
    ['{ apiKey: { env: SECRET } }', 'ApiKey planted/secret'],
    ['{ bearer: { env: SECRET } }', 'Bearer planted/secret'],
  ])('%s are the value of one header, and hidden everywhere else', (credentials, authorization) => {
    const configuration = folder.load(target(`credentials: ${credentials}`), { SECRET: 'planted/secret' });
    const { connection } = configuration.clusters[0]!.replay!.targets[0]!;
    expect(connection).toEqual({ authorization, tls: null });
    expect(`${JSON.stringify(configuration)}${inspect(configuration, { depth: 9 })}`).not.toContain('planted');
    expect(redact(`it answered ${authorization.split(' ')[1]!}.`)).toBe('it answered [hidden].');
  });

  test('of a token that no header can have are refused, and not repeated', () => {
    const message = folder.loadError(target('credentials: { bearer: { env: SECRET } }'), { SECRET: 'planted\nsecret' });
    expect(message).toBe(
      'clusters.production.replay.targets.search-app.credentials.bearer: The secret has characters that no header can have.',
    );
  });
});

describe('a configuration error of replay has the path of its key', () => {
  const at = 'clusters.production.replay';
  test.each([
    [cluster('replay: { targets: {} }'), `${at}.captures: This key is needed.`],
    [cluster('replay: { captures: gor, targets: {} }'), `${at}.targets: At least one target is needed.`],
    [
      cluster('replay: { captures: gor, targets: { "Search App": { url: "http://a" } } }'),
      `${at}.targets.Search App: Lower-case letters, digits and dashes.`,
    ],
    [target('').replace(':3233', ':3233/search'), `${at}.targets.search-app.url: An address without a path is needed`],
    [target('').replace(':3233', ':3233/?'), `${at}.targets.search-app.url: An address without a path is needed`],
    [target('').replace('//app', '//ann:pw@app'), `${at}.targets.search-app.url: Keep the password out of the address`],
    [target('queueStatus: _status'), `${at}.targets.search-app.queueStatus: A path on the target such as /_status`],
    [target('queueStatus: //evil/x'), `${at}.targets.search-app.queueStatus: A path on the target such as /_status`],
    [
      target('queuestatus: /a'),
      `${at}.targets.search-app.queuestatus: There is no such key; did you mean \`queueStatus\``,
    ],
    [target('tls: { ca: a.pem }'), `${at}.targets.search-app.tls: The address says http`],
    [target('indices: []'), `${at}.targets.search-app.indices: `],
    [target('indices: ["a*"]'), `${at}.targets.search-app.indices[0]: A name has no spaces`],
    [
      target('credentials: { bearer: hunter2-hunter2 }'),
      `${at}.targets.search-app.credentials.bearer: Say where the secret is`,
    ],
    [
      target('credentials: { bearer: { env: NOT_SET } }'),
      `${at}.targets.search-app.credentials.bearer: The environment variable NOT_SET is not set.`,
    ],
  ])('%j', (yaml, expected) => {
    const message = folder.loadError(yaml);
    expect(message).toContain(expected);
    expect(message).not.toContain('hunter2');
  });
});
