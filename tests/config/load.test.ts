import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { folderSource } from '../../lib/contract/backup-ref.ts';
import { roleOn } from '../../lib/access/roles.ts';
import { loadConfiguration } from '../../lib/config/load.ts';
import { isAppError, type AppError } from '../../lib/errors.ts';
import { makeAuthority } from '../support/certificates.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'configuration-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({ NODE_ENV: 'test', ...more });

function load(yaml: string, more: Record<string, string> = {}) {
  writeFileSync(join(folder, 'restore-desk.yaml'), yaml);
  return loadConfiguration(environment(more), folder);
}

function refusalOf(action: () => unknown): AppError {
  try {
    action();
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

const sentence = (yaml: string, more: Record<string, string> = {}) => refusalOf(() => load(yaml, more)).message;

const cluster = (lines: string) =>
  `clusters:\n  production:\n    url: https://search.example.org:9200\n    backups: backups\n${lines
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`;

describe('a configuration', () => {
  test('of two clusters is read with its defaults, and paths are taken from the folder of the file', () => {
    const { clusters, parallelJobs, dataDirectory, listen, signIn } = load(
      'clusters:\n  production: { url: "https://a:9200/", backups: b1, colour: violet }\n  staging: { url: "http://b:9200", backups: /b2, environment: staging, overdueAfter: 7d }\n',
    );
    expect(clusters.map(({ key }) => key)).toEqual(['production', 'staging']);
    expect(clusters[0]).toMatchObject({
      name: 'production',
      environment: 'production',
      colour: 'violet',
      backupSource: folderSource(join(folder, 'b1')),
      overdueAfterMs: 26 * 3_600_000,
      readOnly: false,
      protected: false,
      approval: null,
    });
    expect(clusters[0]!.connection.url).toBe('https://a:9200');
    expect(clusters[1]).toMatchObject({ colour: 'amber', backupSource: 'folder:/b2', overdueAfterMs: 7 * 86_400_000 });
    expect({ parallelJobs, dataDirectory, listen, signIn }).toEqual({
      parallelJobs: 2,
      dataDirectory: join(folder, 'data'),
      listen: { host: '127.0.0.1', port: 3000 },
      signIn: { kind: 'none', role: 'admin' },
    });
  });

  test('is where RESTORE_DESK_CONFIG says', () => {
    const file = join(folder, 'other.yaml');
    writeFileSync(file, cluster(''));
    expect(loadConfiguration(environment({ RESTORE_DESK_CONFIG: file }), '/').clusters[0]!.backupSource).toBe(
      folderSource(join(folder, 'backups')),
    );
    expect(
      refusalOf(() => loadConfiguration(environment({ RESTORE_DESK_CONFIG: join(folder, 'gone.yaml') }), folder))
        .message,
    ).toContain("gone.yaml can't be read (ENOENT)");
  });

  test('is made of ELASTICSEARCH_URL alone, and the password in it goes where passwords go', () => {
    expect(
      loadConfiguration(environment({ ELASTICSEARCH_URL: 'https://ann:100%sure@search:9200' }), folder).clusters[0]!
        .connection.auth,
    ).toEqual({ username: 'ann', password: '100%sure' });
    const { clusters } = loadConfiguration(
      environment({ ELASTICSEARCH_URL: 'https://ann:p%40ss-in-url@search:9200' }),
      folder,
    );
    expect(clusters).toHaveLength(1);
    expect(clusters[0]!.connection).toEqual({
      url: 'https://search:9200',
      auth: { username: 'ann', password: 'p@ss-in-url' },
    });
  });

  test('takes an empty variable for one that is not set', () => {
    const empty = Object.fromEntries(
      [
        'RESTORE_DESK_CONFIG',
        'RESTORE_DESK_CLUSTER',
        'RESTORE_DESK_NAME',
        'RESTORE_DESK_ENVIRONMENT',
        'RESTORE_DESK_DATA',
        'RESTORE_DESK_BACKUPS',
        'ELASTICSEARCH_USERNAME',
        'ELASTICSEARCH_PASSWORD',
        'ELASTICSEARCH_API_KEY',
        'ELASTICSEARCH_CA',
        'PORT',
      ].map((name) => [name, '']),
    );
    const set = { ELASTICSEARCH_URL: 'http://search:9200' };
    expect(loadConfiguration(environment({ ...empty, ...set }), folder)).toEqual(
      loadConfiguration(environment(set), folder),
    );
    expect(load(cluster(''), { ...empty, ELASTICSEARCH_URL: '' }).file).toBe(join(folder, 'restore-desk.yaml'));
  });

  test('that is missing says what to do', () => {
    const { message, hint } = refusalOf(() => loadConfiguration(environment(), folder));
    expect(message).toContain('No cluster is configured');
    expect(hint).toContain('ELASTICSEARCH_URL');
  });

  test('of the example file is whole', () => {
    const example = readFileSync(
      fileURLToPath(new URL('../../restore-desk.example.yaml', import.meta.url)),
      'utf8',
    ).replace('ca: certificates/search-ca.pem', '{}');
    writeFileSync(join(folder, 'restore-desk.yaml'), example);
    const configuration = loadConfiguration(environment({ SEARCH_PASSWORD: 'from-the-environment' }), folder);
    // As it is: nobody signs in, and whoever is at this machine sees both.
    const local = {
      name: 'local',
      groups: [],
      role: configuration.signIn.kind === 'none' ? configuration.signIn.role : null,
    };
    expect(configuration.clusters.map((each) => [each.key, roleOn(local, each, configuration.roles)])).toEqual([
      ['production', 'admin'],
      ['staging', 'admin'],
    ]);
  });
});

describe('what is wrong is said with the path of its key', () => {
  test.each([
    [
      'clusters:\n  production: { url: "ftp://x", backups: b }\n',
      'clusters.production.url: An address like https://search.example.org:9200 is needed.',
    ],
    [
      'clusters:\n  production: { url: "https://ann:pw@x", backups: b }\n',
      'clusters.production.url: Keep the password out of the address: use `credentials`.',
    ],
    ['clusters:\n  production: { url: "https://x" }\n', 'clusters.production.backups: This key is needed.'],
    [
      cluster('overdueafter: 2h'),
      'clusters.production.overdueafter: There is no such key; did you mean `overdueAfter`.',
    ],
    [
      cluster('overdueAfter: soon'),
      'clusters.production.overdueAfter: A duration like "30m", "26h" or "7d" is needed.',
    ],
    [
      cluster('colour: pink'),
      'clusters.production.colour: One of "red", "amber", "green", "blue", "violet", "grey" is needed.',
    ],
    [
      cluster('tls: { verfication: off }'),
      'clusters.production.tls.verfication: There is no such key; did you mean `verification`.',
    ],
    [
      cluster('tls: { certificate: a.pem }'),
      'clusters.production.tls: A client certificate needs both `certificate` and `key`.',
    ],
    [cluster('tls: { ca: gone.pem }'), 'clusters.production.tls.ca: The file'],
    [cluster('readOnly: "yes"'), 'clusters.production.readOnly: Invalid input: expected boolean, received string'],
    [
      cluster('credentials: { apiKey: { env: NOT_SET } }'),
      'clusters.production.credentials.apiKey: The environment variable NOT_SET is not set.',
    ],
    [
      cluster('roles: { operators: [a] }'),
      'clusters.production.roles.operators: There is no such key; did you mean `operator`.',
    ],
    [`clustres: {}\n${cluster('')}`, 'clustres: There is no such key; did you mean `clusters`.'],
    [
      `signIn: { kind: oidc }\n${cluster('')}`,
      'signIn.kind: One of "none", "local", "openid-connect", "proxy" is needed.',
    ],
    [
      `signIn: { kind: local, idleafter: 1h }\n${cluster('')}`,
      'signIn.idleafter: There is no such key; did you mean `idleAfter`.',
    ],
    [`parallelJobs: 0\n${cluster('')}`, 'parallelJobs: Too small: expected number to be >=1'],
    [
      'clusters:\n  Production: { url: "https://x", backups: b }\n',
      'clusters.Production: Lower-case letters, digits and dashes.',
    ],
    ['clusters: {}\n', 'clusters: At least one cluster is needed.'],
    ['', 'The file: '],
    [
      `listen: { host: 0.0.0.0 }\n${cluster('')}`,
      'listen.host: Without a sign-in Restore Desk listens on 127.0.0.1 only, not on 0.0.0.0; configure `signIn` to open it to others.',
    ],
    [
      `signIn: { kind: openid-connect, issuer: "https://sso", clientId: a }\n${cluster('')}`,
      'publicUrl: OpenID Connect needs the address people type',
    ],
    [
      `publicUrl: "https://desk"\nsignIn: { kind: openid-connect, issuer: "http://sso", clientId: a }\n${cluster('')}`,
      'signIn.issuer: The provider must be reached by https',
    ],
    [
      `publicUrl: "https://desk"\nsignIn: { kind: openid-connect, issuer: "https://sso", clientId: a }\n${cluster('')}`,
      'clusters.production.roles: Say which groups have which role',
    ],
    [
      cluster('roles: { admin: [search-admins] }'),
      'clusters.production.roles: Without a sign-in nobody is in a group, and nobody could open this cluster: configure `signIn`, or leave `roles` out.',
    ],
    [`roles: { admin: ['user:ann'] }\n${cluster('')}`, 'clusters.production.roles: Without a sign-in'],
    [
      `roles: { admin: ["user:ann\\u200b"] }\n${cluster('')}`,
      'roles.admin[0]: This is no name of a person or a group: it has characters that can’t be seen.',
    ],
    [`roles: { admin: ["on\\u00adcall"] }\n${cluster('')}`, 'roles.admin[0]: This is no name of a person or a group'],
    [`trustedProxies: [proxy.example.org]\n${cluster('')}`, 'trustedProxies[0]: An address or a network is needed'],
    [`trustedProxies: [10.0.0.7, 10.0.0.0/33]\n${cluster('')}`, 'trustedProxies[1]: An address or a network is needed'],
    [
      `signIn: { kind: proxy, from: ["fd00::/129"], proof: { header: x, secret: { env: A } } }\n${cluster('')}`,
      'signIn.from[0]: An address or a network is needed',
    ],
  ])('%j', (yaml, expected) => {
    expect(sentence(yaml)).toContain(expected);
  });

  test('with line and column where it isn’t YAML', () => {
    expect(sentence('clusters:\n  production: { url: "https://x\n')).toMatch(
      /restore-desk\.yaml, line \d+, column \d+: Not readable as YAML/,
    );
  });

  test('for every mistake, the first one in the sentence', () => {
    expect(
      refusalOf(() => load('clusters:\n  production: { url: "ftp://x", backups: b, colour: pink }\n')).details.problems,
    ).toHaveLength(2);
  });
});

describe('a secret', () => {
  test('is read from the environment or a file, and is not part of what can be printed', () => {
    writeFileSync(join(folder, 'key'), 'secret-of-a-file\n');
    const configuration = load(
      `${cluster('credentials: { username: ann, password: { env: PASSWORD } }')}  staging: { url: "http://b", backups: b, credentials: { apiKey: { file: key } } }\n`,
      { PASSWORD: 'secret-of-the-environment' },
    );
    expect(configuration.clusters.map(({ connection }) => connection.auth)).toEqual([
      { username: 'ann', password: 'secret-of-the-environment' },
      { apiKey: 'secret-of-a-file' },
    ]);
    expect(`${JSON.stringify(configuration)}${inspect(configuration, { depth: 9 })}`).not.toContain('secret-of');
  });

  test('that stands in the file itself is refused, and not repeated', () => {
    const error = refusalOf(() => load(cluster('credentials: { username: ann, password: hunter2-hunter2 }')));
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
  ])('that seals or proves something is long enough not to be guessed: %j', (yaml, expected) => {
    const error = refusalOf(() => load(yaml, { SHORT: 'letmein' }));
    expect(error.message).toContain(expected);
    expect(`${error.stack}${JSON.stringify(error.details)}`).not.toContain('letmein');
  });
});

describe('certificates', () => {
  const authority = makeAuthority('an authority');
  const [ours, another] = [authority.forClient('restore-desk'), authority.forClient('another')];
  const https = (tls: string) => cluster(`tls: { ${tls} }`);
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text);

  test('are read when it starts', () => {
    file('ca.pem', authority.cert);
    file('desk.pem', ours.cert);
    file('desk.key', ours.key);
    expect(load(https('ca: ca.pem, certificate: desk.pem, key: desk.key')).clusters[0]!.connection.tls).toEqual({
      ca: authority.cert,
      cert: ours.cert,
      key: ours.key,
      verify: true,
    });
  });

  test.each([
    ['ca: not.pem', 'clusters.production.tls.ca: The file not.pem holds no certificate in PEM form.'],
    [
      'certificate: desk.pem, key: another.key',
      'clusters.production.tls.key: The file another.key is not the key of desk.pem',
    ],
    ['certificate: desk.pem', 'clusters.production.tls: A client certificate needs both `certificate` and `key`.'],
  ])('that can’t be used are refused then: %s', (tls, expected) => {
    file('not.pem', 'this is no certificate');
    file('desk.pem', ours.cert);
    file('another.key', another.key);
    expect(sentence(https(tls))).toContain(expected);
  });
});

test('a wrong configuration ends the start with exit code 1 and the sentence', () => {
  writeFileSync(join(folder, 'restore-desk.yaml'), 'clusters:\n  production: { url: nonsense, backups: b }\n');
  const { status, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('../../scripts/start.ts', import.meta.url))],
    { cwd: folder, env: environment({ PATH: process.env.PATH ?? '' }), encoding: 'utf8', timeout: 30_000 },
  );
  expect(status).toBe(1);
  expect(stderr).toContain('clusters.production.url: An address like');
});

test('says how long the audit log is kept and from which size people are warned, in durations and sizes', () => {
  expect(load(cluster('')).auditLog).toEqual({
    keepMs: 730 * 86_400_000,
    keepRefusedMs: 90 * 86_400_000,
    warnAtBytes: 1024 ** 3,
    warnFreeBytes: 512 * 1024 ** 2,
  });
  expect(load(`auditLog: { keep: 400d, warnAt: 1.5GB }\n${cluster('')}`).auditLog).toMatchObject({
    keepMs: 400 * 86_400_000,
    warnAtBytes: 1.5 * 1024 ** 3,
  });
  expect(sentence(`auditLog: { keep: for ever }\n${cluster('')}`)).toContain('auditLog.keep: A duration like');
  expect(sentence(`auditLog: { warnAt: 5 }\n${cluster('')}`)).toContain('auditLog.warnAt: A size like "500MB"');
});
