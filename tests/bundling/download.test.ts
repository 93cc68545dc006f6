import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { copyFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { openZip } from '../../lib/archive/read-zip.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import type { JobWork } from '../../lib/contract/job.ts';
import { operator, switchOf } from '../jobs/builders.ts';
import { builtActions } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient } from '../support/http-client.ts';

const PASSWORD = 'a password of the bundles';
const FIXTURE = fileURLToPath(new URL('../fixtures/government.zip', import.meta.url));
const SMALL = ['government/government-2018-01-08t03-00-00z.zip', 'détailé+%&=~/a b.zip', 'flat.zip'];
const LARGE = 'large/large-2018-01-08t03-00-00z.zip';
const LARGE_BYTES = 64 * 1024 * 1024;

let directory: string;
let dashboard: TestDashboard;
let visitors: Record<'vic' | 'ola', HttpClient>;
const at = (...parts: string[]) => join(directory, ...parts);
const large = () => at('backups', LARGE);

async function signedIn(name: string): Promise<HttpClient> {
  const visitor = new HttpClient(dashboard.url);
  const { id } = builtActions().find((action) => action.name === 'signIn')!;
  await visitor.callAction('/sign-in', id, { name, password: PASSWORD, to: '/' });
  return visitor;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bundles-'));
  mkdirSync(at('data'));
  for (const [name, role] of [
    ['vic', 'viewer'],
    ['ola', 'operator'],
  ] as const)
    await addLocalUser(at('data/users.json'), name, PASSWORD, { role });
  for (const id of SMALL) {
    mkdirSync(join(at('backups', id), '..'), { recursive: true });
    await copyFile(FIXTURE, at('backups', id));
  }
  mkdirSync(at('backups/large'));
  writeLarge();
  dashboard = await startDashboard({
    directory,
    configuration:
      'signIn: { kind: local }\nclusters:\n  one: { name: search-one, url: "http://127.0.0.1:9", backups: backups }\n',
  });
  visitors = { vic: await signedIn('vic'), ola: await signedIn('ola') };
});
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Without blocks on the disk. */
function writeLarge(): void {
  writeFileSync(large(), 'large');
  truncateSync(large(), LARGE_BYTES);
}

const address = (ids: readonly string[]) =>
  `/api/one/backups/bundle?${ids.map((id) => `backup=${encodeURIComponent(id)}`).join('&')}`;

function open(who: HttpClient, path: string): Promise<IncomingMessage> {
  const cookie = [...who.cookies].map((pair) => pair.join('=')).join('; ');
  return new Promise((resolve, reject) => {
    get(new URL(path, dashboard.url), { headers: { cookie }, agent: false }, resolve).once('error', reject);
  });
}

/** The bytes that came, and whether the connection was cut. */
async function read(answer: IncomingMessage): Promise<{ bytes: Buffer; cut: boolean }> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of answer) pieces.push(piece as Buffer);
    return { bytes: Buffer.concat(pieces), cut: !answer.complete };
  } catch {
    return { bytes: Buffer.concat(pieces), cut: true };
  }
}

async function entriesOf(bytes: Buffer): Promise<Map<string, Buffer>> {
  const file = at(`${String(Math.random())}.zip`);
  await writeFile(file, bytes);
  const zip = await openZip(file);
  const found = new Map<string, Buffer>();
  for (const entry of zip.table.entries) {
    const pieces: Buffer[] = [];
    for await (const piece of zip.read(entry)) pieces.push(piece);
    found.set(entry.name, Buffer.concat(pieces));
  }
  await zip.close();
  return found;
}

describe('several backups as one zip', () => {
  test('have the bytes of their files, in the order asked for, each once, with the length said before', async () => {
    const answer = await open(visitors.ola, address([...SMALL, SMALL[0]!]));
    const { bytes, cut } = await read(answer);
    expect({ status: answer.statusCode, cut, headers: answer.headers }).toMatchObject({
      status: 200,
      cut: false,
      headers: {
        'content-type': 'application/zip',
        'content-length': String(bytes.length),
        'cache-control': 'no-store',
        'content-disposition': expect.stringMatching(/^attachment; filename="backups-of-one-[\dtz-]+\.zip"/),
      },
    });
    const entries = await entriesOf(bytes);
    expect([...entries.keys()]).toEqual(SMALL);
    for (const content of entries.values()) expect(content.equals(readFileSync(FIXTURE))).toBe(true);
  });

  test('are for who may download backups', async () => {
    expect((await visitors.vic.send(address(SMALL))).status).toBe(403);
    expect((await new HttpClient(dashboard.url).send(address(SMALL))).status).toBe(401);
  });

  test.each([
    ['no name', [], 400, /No backup is named/],
    ['one that is not there', [SMALL[0]!, 'government/none.zip'], 404, /There is no backup government\/none\.zip/],
    ['a name that leads outside', ['../data/users.json'], 400, /./],
    ['a file that is no backup', ['../restore-desk.yaml'], 400, /./],
    ['too many', Array.from({ length: 201 }, (_, n) => `${String(n)}.zip`), 400, /At most 200 backups/],
    [
      'names that are too long',
      Array.from({ length: 40 }, (_, n) => `${'a'.repeat(240)}${String(n)}.zip`),
      400,
      /too long/,
    ],
  ])('are refused with a sentence: %s', async (_, ids, status, sentence) => {
    const answer = await visitors.ola.send(address(ids));
    expect({ status: answer.status, text: answer.text }).toEqual({ status, text: expect.stringMatching(sentence) });
  });

  test('are not read for HEAD, and no place is kept', async () => {
    for (let n = 0; n < 6; n++)
      expect(await visitors.ola.send(address(SMALL), { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });
});

/** Begins to read, and waits until the pipe is full. */
async function begun(): Promise<IncomingMessage> {
  const answer = await open(visitors.ola, address([SMALL[0]!, LARGE, SMALL[2]!]));
  expect(answer.statusCode).toBe(200);
  await new Promise((resolve) => answer.once('readable', resolve));
  answer.read(1000);
  await new Promise((resolve) => setTimeout(resolve, 300));
  return answer;
}

describe('a backup that changes while it is sent breaks the download off', () => {
  test.each<[string, () => Promise<void> | void]>([
    ['cut short', () => truncateSync(large(), LARGE_BYTES - 1_000_000)],
    ['deleted', () => rm(large())],
    [
      'replaced by another file of its size',
      async () => {
        await rename(large(), `${large()}.old`);
        writeLarge();
        await rm(`${large()}.old`);
      },
    ],
    [
      'written to',
      () => {
        writeFileSync(large(), 'other', { flag: 'r+' });
        utimesSync(large(), new Date(), new Date());
      },
    ],
  ])('%s', async (_, change) => {
    writeLarge();
    const answer = await begun();
    await change();
    const { bytes, cut } = await read(answer);
    expect(cut).toBe(true);
    expect(bytes.length).toBeLessThan(Number(answer.headers['content-length']));
    writeLarge();
  });

  test('and the dashboard works on', async () => {
    expect((await visitors.ola.send('/api/live')).status).toBe(200);
    expect(dashboard.output()).not.toMatch(/uncaughtException|unhandledRejection/);
  });
});

test('a client that leaves ends the reading: its place is free again', async () => {
  for (let n = 0; n < 5; n++) {
    const answer = await begun();
    answer.destroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const { cut } = await read(await open(visitors.ola, address(SMALL)));
  expect(cut).toBe(false);
});

test('a large backup arrives whole', async () => {
  const answer = await open(visitors.ola, address([LARGE]));
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of answer) {
    bytes += (piece as Buffer).length;
    hash.update(piece as Buffer);
  }
  expect(bytes).toBe(Number(answer.headers['content-length']));
  expect(bytes).toBeGreaterThan(LARGE_BYTES);
});

describe('the incident bundle of a job', () => {
  function createdJob(work: JobWork, cluster = 'one'): string {
    const store = JobStore.open(dashboard.dataDirectory);
    try {
      const { job } = store.create({ cluster, actor: operator, work }, thisProcess('command line'), 'running');
      store.appendLog(job.id, [{ at: '2026-11-29T12:00:00.000Z', text: 'It began.' }]);
      store.end(job.id, {
        status: 'failed',
        failure: { code: 'unreachable', message: 'It went away.' },
        resumable: false,
      });
      mkdirSync(join(dashboard.dataDirectory, 'jobs', job.id), { recursive: true });
      writeFileSync(join(dashboard.dataDirectory, 'jobs', job.id, 'rejected.ndjson'), '{"of":"a document"}\n');
      return job.id;
    } finally {
      store.close();
    }
  }
  const bundleOf = async (who: HttpClient, job: string) => {
    const answer = await open(who, `/api/one/jobs/${job}/bundle`);
    const { bytes, cut } = await read(answer);
    expect({ status: answer.statusCode, cut }).toEqual({ status: 200, cut: false });
    expect(answer.headers['content-disposition']).toContain(`filename="restore-desk-job-${job}.zip"`);
    return new Map([...(await entriesOf(bytes))].map(([name, content]) => [name, content.toString()]));
  };

  test('has the documents for an operator, and for a viewer the reason why not, while the cluster does not answer', async () => {
    const job = createdJob(switchOf());
    const whole = await bundleOf(visitors.ola, job);
    expect(whole.get('documents/rejected.ndjson')).toBe('{"of":"a document"}\n');
    expect(whole.has('audit-log.ndjson')).toBe(true);
    expect(whole.get('summary.txt')).toContain('It went away.');
    const part = await bundleOf(visitors.vic, job);
    expect([...part.keys()]).toEqual([
      'contents.txt',
      'summary.txt',
      'job.json',
      'plan.json',
      'requests.txt',
      'log.txt',
      'cluster.json',
    ]);
    expect(part.get('contents.txt')).toMatch(/documents\/rejected\.ndjson\s+Only an operator may read documents/);
    expect(part.get('contents.txt')).toMatch(/audit-log\.ndjson\s+Only an operator may read the audit log/);
    expect(part.get('log.txt')).toContain('It began.');
  });

  test('is there for a kind that this version does not know', async () => {
    expect((await bundleOf(visitors.vic, createdJob({ kind: 'later' }))).get('contents.txt')).toContain('Left out:');
  });

  test('is not there for a job of another cluster, or none', async () => {
    for (const job of [createdJob({ kind: 'later' }, 'two'), '4711'])
      expect((await visitors.ola.send(`/api/one/jobs/${job}/bundle`)).status).toBe(404);
  });
});
