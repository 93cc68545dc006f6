import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest, type ClientRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { builtActions } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient } from '../support/http-client.ts';
import { createZip } from '../support/zip-of.ts';

const PASSWORD = 'a long enough password';
const MB = 1024 * 1024;
const MOST = 320 * MB;
const GEM = readFileSync('tests/fixtures/government.zip');
const stored = (name: string, bytes: Buffer) => ({
  name,
  content: '',
  method: 0,
  raw: bytes,
  declaredSize: bytes.length,
  crc: crc32(bytes),
});
const HIDDEN = '.restore-desk-import';

let directory: string;
let dashboard: TestDashboard;
let operator: HttpClient;
let viewer: HttpClient;

// The cluster does not answer: an import needs none.
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'import-upload-'));
  mkdirSync(join(directory, 'data'));
  const users = join(directory, 'data/users.json');
  await addLocalUser(users, 'vic', PASSWORD, { role: 'viewer' });
  await addLocalUser(users, 'ola', PASSWORD, { role: 'operator' });
  const configuration = `
signIn: { kind: local }
import: { maxUpload: 320MB }
clusters:
  one: { url: "http://127.0.0.1:9", backups: backups }
`;
  dashboard = await startDashboard({ configuration, directory });
  const signIn = builtActions().find(({ name }) => name === 'signIn')!;
  const signedIn = async (name: string) => {
    const client = new HttpClient(dashboard.url);
    await client.callAction('/sign-in', signIn.id, { name, password: PASSWORD, to: '/one' });
    return client;
  };
  operator = await signedIn('ola');
  viewer = await signedIn('vic');
}, 300_000);
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

interface Answer {
  status: number;
  body: { job?: string; failure?: { code: string; message: string } };
}

interface Options {
  name?: string;
  client?: HttpClient | null;
  headers?: Record<string, string>;
}

/** An upload whose body the test writes. */
function begin({ name = 'es_dump.zip', client = operator, headers = {} }: Options = {}): {
  request: ClientRequest;
  answer: Promise<Answer>;
} {
  const cookie = [...(client?.cookies ?? [])].map(([key, value]) => `${key}=${value}`).join('; ');
  const request = httpRequest(`${dashboard.url}/api/one/backups/import?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { cookie, origin: dashboard.url, ...headers },
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode!, body: parse(text) }));
      response.on('error', reject);
    });
  });
  answer.catch(() => undefined);
  return { request, answer };
}

function parse(text: string): Answer['body'] {
  try {
    return JSON.parse(text) as Answer['body'];
  } catch {
    return {};
  }
}

function upload(bytes: Buffer, options: Options = {}): Promise<Answer> {
  const { answer, request } = begin({
    ...options,
    headers: { 'content-length': String(bytes.length), ...options.headers },
  });
  request.end(bytes);
  return answer;
}

async function ended(job: string): Promise<string> {
  for (;;) {
    const { text } = await operator.send(`/api/one/jobs/${job}`);
    if (!/"status":"(?:queued|running)"/.test(text)) return text;
    await delay(100);
  }
}

const filesThere = (): string[] => (readdirSync(join(directory, 'backups'), { recursive: true }) as string[]).sort();

async function expectOnly(...files: string[]): Promise<void> {
  await expect.poll(filesThere).toEqual(files);
  // A listing is kept for some seconds.
  const listed = async () =>
    (JSON.parse((await operator.send('/api/one/backups')).text) as { totals: { zips: number } }).totals.zips;
  await expect.poll(listed, { timeout: 30_000 }).toBe(files.filter((file) => file.endsWith('.zip')).length);
}

const rssOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;

test('a person without the permission and another site get no byte to the disk', async () => {
  const bytes = createZip([stored('government.zip', GEM)]);
  const refused = await Promise.all([
    upload(bytes, { client: null }),
    upload(bytes, { client: viewer }),
    upload(bytes, { headers: { origin: 'https://evil.example' } }),
    upload(bytes, { headers: { origin: 'null' } }),
    upload(bytes, { headers: { 'sec-fetch-site': 'cross-site' } }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([401, 403, 403, 403, 403]);
  expect(refused[1]!.body.failure?.message).toContain('Only an operator may import backups');
  const { status } = await operator.send('/api/one/backups/import?name=a.zip', { method: 'POST', body: 'x' });
  expect(status).toBe(403);
  await expectOnly();
});

test('a declared size beyond the limit, and an endless body, are refused; nothing remains', async () => {
  const { answer, request } = begin({ headers: { 'content-length': String(MOST + 1) } });
  request.flushHeaders();
  expect(await answer).toMatchObject({ status: 413, body: { failure: { code: 'refused' } } });
  request.destroy();

  const endless = begin();
  const piece = Buffer.alloc(4 * MB, 'x');
  let sent = 0;
  let closed = false;
  endless.request.on('close', () => (closed = true));
  while (!closed && sent < 4 * MOST) {
    sent += piece.length;
    if (!endless.request.write(piece))
      await Promise.race([new Promise((go) => endless.request.once('drain', go)), delay(200)]);
  }
  expect(closed).toBe(true);
  endless.request.destroy();
  await expectOnly();
}, 60_000);

test('an upload that is cut off leaves nothing behind, also with a declared length', async () => {
  for (const headers of [{}, { 'content-length': String(10 * MB) }] as Record<string, string>[]) {
    const { answer, request } = begin({ headers });
    request.write(Buffer.alloc(MB, 'x'));
    await expect.poll(() => existsSync(join(directory, 'backups', HIDDEN))).toBe(true);
    request.destroy();
    await answer.catch(() => undefined);
    await expectOnly();
  }
});

test('three hundred megabytes stream to the disk and need no memory', async () => {
  const garbage = createZip([stored('big.txt', Buffer.alloc(300 * MB, 'large '))]);
  await operator.send('/api/one/backups');
  const before = rssOf(dashboard.pid!);
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, rssOf(dashboard.pid!))), 20);
  const { status, body } = await upload(garbage);
  clearInterval(timer);
  expect(status).toBe(200);
  expect(await ended(body.job!)).toContain('big.txt');
  expect(Math.round((most - before) / MB)).toBeLessThan(60);
  await expectOnly();
}, 60_000);

test('two uploads of one person at once are both imported right, and a third is refused', async () => {
  const zips = ['a', 'b'].map((name) => createZip([stored(`${name}.zip`, GEM), stored('same.zip', GEM)]));
  const uploads = zips.map((bytes) => ({ ...begin({ headers: { 'content-length': String(bytes.length) } }), bytes }));
  for (const { bytes, request } of uploads) request.write(bytes.subarray(0, 1000));
  await expect.poll(() => filesThere().filter((file) => file.startsWith(`${HIDDEN}/`)).length).toBe(2);
  expect(await upload(GEM)).toMatchObject({ status: 503, body: { failure: { code: 'overloaded' } } });
  for (const { bytes, request } of uploads) request.end(bytes.subarray(1000));
  const details = await Promise.all(uploads.map(async ({ answer }) => ended((await answer).body.job!)));
  expect(details.filter((text) => text.includes('The same backup is already there'))).toHaveLength(1);
  await expectOnly('a.zip', 'b.zip', 'same.zip');
});

test('a single backup is imported under its name, and its upload is recorded', async () => {
  const { status, body } = await upload(GEM, { name: 'mainstream-2018-01-08t03-00-00z.zip' });
  expect(status).toBe(200);
  expect(await ended(body.job!)).toContain('1 backup imported with 400 documents');
  await expectOnly('a.zip', 'b.zip', 'mainstream', 'mainstream/mainstream-2018-01-08t03-00-00z.zip', 'same.zip');
  const { text } = await operator.send('/api/one/audit-log');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { action: string; outcome: string; actor: string });
  const own = lines.filter(({ action }) => action === 'import backups');
  expect(own.some(({ actor, outcome }) => actor === 'ola' && outcome === 'done')).toBe(true);
  expect(own.some(({ actor, outcome }) => actor === 'vic' && outcome === 'refused')).toBe(true);
});

test('a dashboard that is killed during an upload has removed its part after the next start', async () => {
  const { answer, request } = begin({ headers: { 'content-length': String(10 * MB) } });
  request.write(Buffer.alloc(MB, 'x'));
  await expect.poll(() => existsSync(join(directory, 'backups', HIDDEN))).toBe(true);
  await dashboard.kill9();
  await answer.catch(() => undefined);
  expect(existsSync(join(directory, 'backups', HIDDEN))).toBe(true);
  await dashboard.restart();
  await expect.poll(() => existsSync(join(directory, 'backups', HIDDEN))).toBe(false);
});
