import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryStore } from '../../../scripts/search-app/memory-store.ts';
import { startSearchApp, type SearchApp } from '../../../scripts/search-app/search-app.ts';
import { runCommand } from '../../support/command-line.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../../support/elasticsearch.ts';
import { deleted, posted, writeCapture } from '../../support/write-capture.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/replay', import.meta.url));
const { specials, 'two-servers': twoServers } = JSON.parse(
  readFileSync(join(FIXTURES, 'expected.json'), 'utf8'),
) as Record<string, { files: string[]; from?: string; start: Documents; expected: Documents }>;
type Documents = Record<string, Record<string, object>>;

let cwd: string;
let store: MemoryStore;
let app: SearchApp;

beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'restore-desk-replay-'));
  store = new MemoryStore();
  app = await startSearchApp({ store });
});
afterEach(async () => {
  await app.stop();
  rmSync(cwd, { recursive: true, force: true });
});

const replay = (...args: string[]) => runCommand(['replay', ...args, '--json'], { cwd });
const filesOf = ({ files }: { files: string[] }) => files.map((file) => join(FIXTURES, file));

async function begin({ start }: { start: Documents }): Promise<void> {
  for (const [index, documents] of Object.entries(start))
    for (const [id, document] of Object.entries(documents)) await store.replace(index, id, JSON.stringify(document));
}

function expectDocuments({ expected }: { expected: Documents }): void {
  for (const [index, documents] of Object.entries(expected)) {
    const found = store.documents(index);
    expect(Object.keys(found).sort()).toEqual(Object.keys(documents).sort());
    for (const [id, document] of Object.entries(documents))
      // A long text is written as its digest there.
      if (!JSON.stringify(document).includes('$sha256')) expect([id, found[id]]).toEqual([id, document]);
  }
}

describe('captures of real GoReplay', () => {
  test('of two servers give the right documents, and the queue is waited for', async () => {
    await begin(twoServers!);
    const { code, json } = await replay(
      app.url,
      ...filesOf(twoServers!),
      '--from',
      twoServers!.from!,
      '--queue-status',
      '/_status',
      '--concurrency',
      '8',
    );
    expect(code).toBe(0);
    expect(json).toMatchObject({
      status: 'done',
      toSend: 161,
      sent: 161,
      statuses: { 202: 161 },
      before: 108,
      cut: 1,
      malformed: 0,
      held: 0,
      unknown: 0,
      queue: { jobs: 0, emptySince: expect.any(String) as string },
    });
    expectDocuments(twoServers!);
  });
  test('with every special form give the right documents, without captured credentials', async () => {
    const { code, json } = await replay(
      app.url,
      ...filesOf(specials!),
      '--from',
      '2018-01-09T00:00:00Z',
      '--queue-status',
      '/_status',
    );
    expect(code).toBe(0);
    expect(json).toMatchObject({
      status: 'done',
      toSend: 57,
      sent: 57,
      statuses: { 200: 5, 202: 52 },
      refused: 3,
      answers: 66,
    });
    expectDocuments(specials!);
    expect(JSON.stringify(app.recorded)).not.toContain('CAPTURED-TOKEN');
    expect(
      app.recorded.every(
        ({ headers, target }) => target === '/_status' || headers['x-restore-desk-replay'] !== undefined,
      ),
    ).toBe(true);
    const job = join(cwd, 'data', 'jobs', String(json['job']));
    expect(readFileSync(join(job, 'results.ndjson'), 'utf8')).not.toContain('CAPTURED-TOKEN');
  });
});

test('a dry run sends nothing, and says what would be sent', async () => {
  const { code, json } = await replay(app.url, ...filesOf(twoServers!), '--from', twoServers!.from!, '--dry-run');
  expect(code).toBe(0);
  expect(json).toMatchObject({ status: 'planned', toSend: 161, sent: 0, before: 108, cut: 1 });
  expect(app.requests).toBe(0);
});

describe('a request', () => {
  test('always goes to the target, whatever host it names', async () => {
    const other = await startSearchApp({ store: new MemoryStore() });
    const host = other.url.replace('http://', '');
    writeCapture(cwd, 'a.log', [
      { at: '2018-01-09T04:00:00Z', line: `POST http://${host}/government/commit HTTP/1.1`, headers: { Host: host } },
      { at: '2018-01-09T04:00:01Z', line: `POST //${host}/pages/1 HTTP/1.1`, headers: { Host: host } },
      { at: '2018-01-09T04:00:02Z', line: `POST @${host}/pages/2 HTTP/1.1`, headers: { Host: host } },
    ]);
    const { json } = await replay(app.url, 'a.log', '--from', '2018-01-09');
    expect(json).toMatchObject({ toSend: 3, sent: 3 });
    const targets = app.recorded.map(({ target }) => target);
    expect(targets.sort()).toEqual(['/government/commit', `//${host}/pages/1`, `/@${host}/pages/2`].sort());
    expect(other.requests).toBe(0);
    await other.stop();
  });
  test('of a replay is not replayed', async () => {
    writeCapture(cwd, 'a.log', [posted('2018-01-09T04:00:00Z', '/a')]);
    await replay(app.url, 'a.log', '--from', '2018-01-09');
    const [sent] = app.recorded;
    writeCapture(cwd, 'own.log', [
      {
        ...posted('2018-01-09T05:00:00Z', '/b'),
        headers: { 'X-Restore-Desk-Replay': String(sent!.headers['x-restore-desk-replay']) },
      },
      posted('2018-01-09T05:00:01Z', '/c'),
    ]);
    expect((await replay(app.url, 'own.log', '--from', '2018-01-09')).json).toMatchObject({
      toSend: 1,
      own: 1,
      sent: 1,
    });
  });
});

test('what fails is held back in order, in a file that can be replayed', async () => {
  writeCapture(cwd, 'a.log', [
    posted('2018-01-09T04:00:00Z', '/a', { rev: 1 }, 'govuk'),
    { ...posted('2018-01-09T04:00:01Z', '/a', { rev: 2 }), headers: { Authorization: 'Bearer CAPTURED' } },
    deleted('2018-01-09T04:00:02Z', '/b'),
  ]);
  const first = await replay(app.url, 'a.log', '--from', '2018-01-09', '--concurrency', '1');
  expect([first.code, first.json]).toMatchObject([
    3,
    { status: 'partial', sent: 2, failed: 1, held: 1, statuses: { 202: 1, 403: 1 } },
  ]);
  const failures = String(first.json['failures']);
  expect(readFileSync(failures, 'utf8')).not.toContain('CAPTURED');
  const second = await replay(app.url, failures, '--from', '2018-01-09', '--skip-path', '^/govuk/');
  expect([second.code, second.json]).toMatchObject([0, { status: 'done', toSend: 1, sent: 1 }]);
  expect(store.documents('government')).toMatchObject({ '/a': { rev: 2 } });
});

test('a target that wants other credentials stops the replay, which can be resumed', async () => {
  await app.stop();
  app = await startSearchApp({ store, credentials: { bearer: 'another' } });
  writeCapture(cwd, 'a.log', [posted('2018-01-09T04:00:00Z', '/a')]);
  const { code, json } = await replay(app.url, 'a.log', '--from', '2018-01-09');
  expect([code, json]).toMatchObject([
    1,
    { status: 'failed', job: '1', toSend: 1, sent: 0, statuses: {}, error: { code: 'unauthorised' } },
  ]);
  expect(existsSync(join(cwd, 'data'))).toBe(true);
});

describe('a target of the configuration', () => {
  const configure = (url: string, cluster: string) =>
    writeFileSync(
      join(cwd, 'restore-desk.yaml'),
      JSON.stringify({
        clusters: {
          search: {
            url: cluster,
            backups: './backups',
            replay: {
              captures: './captures',
              targets: {
                'search-app': {
                  url,
                  queueStatus: '/_status',
                  credentials: { bearer: { env: 'APP_TOKEN' } },
                  indices: ['government'],
                },
              },
            },
          },
        },
      }),
    );
  const replayTo = (name: string) =>
    runCommand(['replay', name, 'captures', '--from', '2018-01-09', '--json'], {
      cwd,
      environment: { APP_TOKEN: 'of-the-target' },
    });

  test('gets its credentials, and its aliases must be on an index', async () => {
    const cluster = await sharedServer();
    await emptyCluster(cluster);
    await app.stop();
    app = await startSearchApp({ store, credentials: { bearer: 'of-the-target' } });
    configure(app.url, cluster);
    writeCapture(cwd, 'captures/one/a.log', [
      { ...posted('2018-01-09T04:00:00Z', '/a', { rev: 2 }), headers: { Authorization: 'Bearer CAPTURED' } },
    ]);
    const missing = await replayTo('search-app');
    expect([missing.code, missing.json, missing.stderr]).toMatchObject([
      4,
      { status: 'refused', error: { code: 'refused' } },
      expect.any(String),
    ]);
    expect(app.requests).toBe(0);
    await seedIndex(cluster, 'government-1', { documents: [{ id: '/a', source: '{}' }] });
    await call(cluster, 'POST', '/_aliases', { actions: [{ add: { index: 'government-1', alias: 'government' } }] });
    const { code, json, stderr } = await replayTo('search/search-app');
    expect([code, json, stderr]).toMatchObject([
      0,
      { sent: 1, queue: { jobs: 0 } },
      expect.not.stringContaining('of-the-target'),
    ]);
    expect(store.documents('government')).toMatchObject({ '/a': { rev: 2 } });
  });
});
