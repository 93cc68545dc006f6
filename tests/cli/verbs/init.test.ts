import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadConfiguration } from '../../../lib/config/load.ts';
import { folderSource } from '../../../lib/contract/backup-ref.ts';
import { makeAuthority } from '../../support/certificates.ts';
import { runCommand, type CommandResult } from '../../support/command-line.ts';
import { sharedServer, startServer, type Server } from '../../support/elasticsearch.ts';
import { testStore, whyNoObjectStore, type TestStore } from '../../support/object-store.ts';
import { startOnTerminal, type TerminalSession } from '../../support/pseudo-terminal.ts';

const PASSWORD = 'planted-password-of-init';
const NOBODY = 'http://127.0.0.1:9';

let url: string;
let folder: string;
const sessions: TerminalSession[] = [];
const file = () => join(folder, 'restore-desk.yaml');
const run = (words: string[], environment: Record<string, string> = {}): Promise<CommandResult> =>
  runCommand(['init', ...words], { cwd: folder, environment });
const load = (environment: Record<string, string> = {}) =>
  loadConfiguration({ NODE_ENV: 'test', ...environment }, folder).clusters[0]!;
/** On a terminal; ended after the test. */
function onTerminal(words: string[], environment: Record<string, string> = {}): TerminalSession {
  const session = startOnTerminal(['init', ...words], { cwd: folder, environment });
  sessions.push(session);
  return session;
}

beforeAll(async () => {
  url = await sharedServer();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'));
});
afterEach(() => {
  for (const session of sessions.splice(0)) session.kill();
  rmSync(folder, { recursive: true, force: true });
});

describe('init with options', () => {
  test('writes a file that loads to what was given, for its owner alone, and says the next command', async () => {
    const { code, stdout } = await run([
      ...['--url', url, '--name', 'search: “one” #1 🔎', '--key', 'one'],
      ...['--environment', 'test', '--backups', 'backups/one'],
    ]);
    expect(code).toBe(0);
    expect(load()).toMatchObject({
      key: 'one',
      name: 'search: “one” #1 🔎',
      environment: 'test',
      backupSource: folderSource(join(folder, 'backups/one')),
    });
    expect(load().connection).toEqual({ url });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(stdout).toMatch(/restore-desk\.yaml is written: .*\nStart the dashboard: /);
    // Neither the folder of the backups nor anything that was tried.
    expect(readdirSync(folder)).toEqual(['restore-desk.yaml']);
  });

  test('takes the cluster’s own name, and says in --json what answered', async () => {
    const { code, json } = await run(['--url', url, '--backups', 'backups', '--json']);
    expect([code, json]).toMatchObject([
      0,
      {
        status: 'done',
        verb: 'init',
        file: file(),
        cluster: { url, environment: 'production', credentials: null, identity: { version: '8.19.9' } },
        warnings: [],
      },
    ]);
    expect(load().name).toBe((json['cluster'] as { identity: { name: string } }).identity.name);
  });

  test('never replaces a file, also one that does not load', async () => {
    writeFileSync(file(), 'not: [yaml');
    const { code, stderr } = await run(['--url', url, '--backups', 'backups']);
    expect([code, readFileSync(file(), 'utf8')]).toEqual([4, 'not: [yaml']);
    expect(stderr).toContain('restore-desk.yaml exists already, and is not replaced.');
    expect(stderr).toContain('--out FILE');
  });

  test('writes another file with --out, with paths that are right there, and says how it is used', async () => {
    mkdirSync(join(folder, 'etc'));
    const { code, stdout } = await run(['--url', url, '--backups', 'backups', '--out', 'etc/desk.yaml']);
    expect([code, readdirSync(folder)]).toEqual([0, ['etc']]);
    expect(stdout).toContain(`RESTORE_DESK_CONFIG=${join(folder, 'etc/desk.yaml')} `);
    expect(load({ RESTORE_DESK_CONFIG: join(folder, 'etc/desk.yaml') }).backupSource).toBe(
      folderSource(join(folder, 'backups')),
    );
  });

  test.each([
    [['--backups', 'backups'], /^init needs --url URL\./],
    [['--url', NOBODY, '--backups', 'backups'], /^Failed: No connection to http:\/\/127\.0\.0\.1:9: /],
    [['--url', 'http://ann:planted@127.0.0.1:9', '--backups', 'b'], /^The address has a user name or a password in it/],
    [['--url', 'search', '--backups', 'b'], /^Address: An address like https/],
    [
      ['--url', '{url}', '--backups', '/proc/backups'],
      /^Failed: \/proc\/backups can’t be written: no folder can be made/m,
    ],
    [['--url', '{url}', '--backups', 'gs://bucket'], /is neither a path nor s3:\/\/bucket\/prefix/m],
    [['--url', '{url}', '--backups', 's3://x'], /^--backups: A directory, or the address of a bucket/m],
    [['--url', '{url}', '--key', 'Not A Key', '--backups', 'b'], /^--key: Lower-case letters/m],
    [['--url', '{url}', '--key', 'metrics', '--backups', 'b'], /^--key: Restore Desk has a page of its own/m],
    [
      ['--url', '{url}', '--ca', 'ca.pem', '--backups', 'b'],
      /^The address says http; a certificate authority needs https\./m,
    ],
    [['--url', '{url}'], /^init needs --backups DIR\./m],
  ])('%j writes nothing, and says why', async (words, message) => {
    const { code, stderr } = await run(words.map((word) => word.replace('{url}', url)));
    expect([1, 2]).toContain(code);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('planted');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('--yes warns of what may be there later, and writes all the same', async () => {
    const words = ['--url', NOBODY, '--username', 'ann', '--password-env', 'LATER', '--yes', '--json'];
    const { code, json } = await run(words);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      cluster: { identity: null, backups: 'backups' },
      warnings: [
        'LATER is not set here: the credentials were not tried.',
        expect.stringMatching(/^No connection to /) as string,
      ],
    });
    expect(load({ LATER: PASSWORD }).connection.auth).toEqual({ username: 'ann', password: PASSWORD });
  });

  test('--yes does not accept what does not pass by itself', async () => {
    const other = createHttpServer((_, outgoing) => outgoing.end('{"hello": "I am no search cluster"}'));
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    const noCluster = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}`;
    try {
      for (const words of [
        ['--url', url, '--backups', '/proc/backups'],
        ['--url', NOBODY, '--username', 'ann', '--password-file', 'none', '--backups', 'b'],
        ['--url', noCluster, '--backups', 'b'],
      ]) {
        const { code } = await run([...words, '--yes']);
        expect([words, code === 0, existsSync(file())]).toEqual([words, false, false]);
      }
    } finally {
      other.close();
    }
  });
});

describe('init on a terminal', () => {
  test('asks for what is not given, with defaults, and asks again for what fails', async () => {
    const session = onTerminal(['--environment', 'test']);
    await session.answer('Address of the cluster [http://127.0.0.1:9200]: ', NOBODY);
    await session.waitFor('No connection to http://127.0.0.1:9');
    await session.answer('Address of the cluster', url);
    await session.answer('Name of the cluster on pages', 'search one');
    await session.answer('Its key, in addresses of pages [search-one]: ', '');
    await session.answer('Folder of its backups, or s3://bucket/prefix [backups]: ', '/proc/backups');
    await session.waitFor('no folder can be made there');
    await session.answer('Folder of its backups', '');
    expect([await session.ended, session.screen()]).toEqual([
      0,
      expect.stringContaining('is written: search one (test)'),
    ]);
    expect(load()).toMatchObject({ key: 'search-one', name: 'search one', environment: 'test' });
    expect(session.screen()).not.toContain('Environment (');
  });

  test('writes nothing after Ctrl-C at a question', async () => {
    const session = onTerminal(['--url', url]);
    await session.waitFor('Name of the cluster on pages');
    session.press('\u0003');
    expect([await session.ended, readdirSync(folder)]).toEqual([130, []]);
    expect(session.screen()).toContain('Cancelled.');
  });

  describe('with an address that accepts connections and never answers', () => {
    let silent: TcpServer;
    beforeAll(async () => {
      silent = createServer((socket) => socket.on('error', () => undefined));
      await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
    });
    afterAll(() => silent.close());

    test('writes nothing after Ctrl-C while it waits for an answer', async () => {
      const connected = new Promise((resolve) => silent.once('connection', resolve));
      const session = onTerminal(['--url', `http://127.0.0.1:${String((silent.address() as AddressInfo).port)}`]);
      await connected;
      session.press('\u0003');
      expect([await session.ended, readdirSync(folder)]).toEqual([130, []]);
    });
  });
});

describe('init for a cluster with a sign-in and an authority of its own', () => {
  const authority = makeAuthority('the authority of init');
  let server: Server;
  let ca: string;
  const base = () => ['--url', server.url, '--backups', 'backups'];

  beforeAll(async () => {
    const certificate = authority.forServer(['127.0.0.1', 'localhost']);
    server = await startServer({
      users: [{ name: 'ann', password: PASSWORD, roles: ['superuser'] }],
      files: {
        'certificates/http.crt': certificate.cert,
        'certificates/http.key': certificate.key,
      },
      settings: {
        'xpack.security.http.ssl.enabled': true,
        'xpack.security.http.ssl.certificate': 'certificates/http.crt',
        'xpack.security.http.ssl.key': 'certificates/http.key',
      },
    });
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    ca = join(folder, 'ca.pem');
    writeFileSync(ca, authority.cert);
  });

  test('is refused without the authority, without credentials and with a wrong password', async () => {
    const credentials = ['--username', 'ann', '--password-env', 'PW'];
    const attempts = [
      [base(), 'signed by an authority that is not known here', '--ca'],
      [[...base(), '--yes'], 'signed by an authority that is not known here', '--ca'],
      [[...base(), '--ca', ca], 'asks for credentials', '--password-env VARIABLE'],
      [[...base(), '--ca', ca, ...credentials], 'GET /', 'Check the user name and password'],
      [[...base(), '--ca', ca, ...credentials, '--yes'], 'GET /', 'Check the user name and password'],
    ] as const;
    for (const [words, message, hint] of attempts) {
      const { code, stderr } = await run([...words], { PW: 'planted-wrong-password' });
      expect([words, code, stderr]).toEqual([words, 1, expect.stringContaining(message)]);
      expect(stderr).toContain(hint);
      expect(stderr).not.toContain('planted-wrong-password');
      expect(readdirSync(folder)).toEqual(['ca.pem']);
    }
  });

  test('is written with the authority and the credentials by reference', async () => {
    writeFileSync(join(folder, 'password'), `${PASSWORD}\n`);
    const credentials = ['--username', 'ann', '--password-file', 'password'];
    const { code, stdout, stderr } = await run([...base(), '--ca', 'ca.pem', ...credentials]);
    expect([code, `${stdout}${stderr}`]).toEqual([0, expect.not.stringContaining(PASSWORD)]);
    const text = readFileSync(file(), 'utf8');
    expect(text).toContain('      username: ann\n      password: { file: password }\n    tls: { ca: ca.pem }\n');
    expect(load().connection).toEqual({
      url: server.url,
      auth: { username: 'ann', password: PASSWORD },
      tls: { ca: authority.cert, verify: true },
    });
  });

  test('a person is asked for the authority and for the credentials, again where they are wrong', async () => {
    const session = onTerminal(base(), { WRONG: 'planted-wrong-password', RIGHT: PASSWORD });
    await session.waitFor('signed by an authority that is not known here');
    await session.answer('PEM file of its certificate authority: ', 'none.pem');
    await session.answer('PEM file of its certificate authority: ', 'ca.pem');
    await session.waitFor('It asks for credentials.');
    for (const variable of ['NOT_SET', 'WRONG', 'RIGHT']) {
      await session.answer('Sign in with a password or an api-key [password]: ', '');
      await session.answer('User name: ', 'ann');
      await session.answer('Environment variable that has the password', variable);
    }
    await session.waitFor('Elasticsearch 8.19.9');
    for (const question of ['Name of the cluster', 'Its key', 'Environment (production'])
      await session.answer(question, '');
    expect(await session.ended).toBe(0);
    expect(session.screen()).toContain('The environment variable NOT_SET is not set.');
    expect(session.screen()).toContain('The dashboard needs RIGHT in its environment.');
    expect(session.screen()).not.toContain('planted');
    expect(load({ RIGHT: PASSWORD }).connection.auth).toEqual({ username: 'ann', password: PASSWORD });
  });
});

const store: TestStore | null = await testStore();
describe.skipIf(store === null)(`init with a bucket (${store === null ? whyNoObjectStore() : 'VersityGW'})`, () => {
  const keys = (secret = store!.secretAccessKey) => ({
    AWS_ENDPOINT_URL_S3: store!.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: store!.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secret,
  });
  afterAll(() => store!.stop());

  test('lists it before it writes, and refuses another one, wrong keys and a store that does not answer', async () => {
    const bucket = await store!.makeBucket();
    const words = (name: string) => ['--url', url, '--backups', `s3://${name}/search`];
    for (const [name, environment, message] of [
      ['none-of-this-name', keys(), 'There is no bucket s3://none-of-this-name'],
      [bucket, keys('planted-wrong-secret'), 'the secret does not belong to the access key'],
      [bucket, { ...keys(), AWS_ENDPOINT_URL_S3: NOBODY }, 'nothing listens at this address'],
    ] as const) {
      const { code, stderr } = await run(words(name), environment);
      expect([code, stderr, existsSync(file())]).toEqual([1, expect.stringContaining(message), false]);
      expect(stderr).not.toContain('planted');
    }
    expect((await run(words(bucket), keys())).code).toBe(0);
    expect(load(keys()).backupSource).toBe(`s3://${bucket}/search`);
  });

  test('--yes warns where the store does not answer', async () => {
    const environment = { ...keys(), AWS_ENDPOINT_URL_S3: NOBODY };
    const { code, json } = await run(['--url', url, '--backups', 's3://backups', '--yes', '--json'], environment);
    expect([code, json['warnings']]).toEqual([0, [expect.stringContaining('nothing listens at this address')]]);
  });
});
