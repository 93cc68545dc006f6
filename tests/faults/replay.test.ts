import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryStore } from '../../scripts/search-app/memory-store.ts';
import { startSearchApp, type SearchApp } from '../../scripts/search-app/search-app.ts';
import { startCommand, type CommandResult, type StartedCommand } from '../support/command-line.ts';
import { failureOf } from '../support/failure-of.ts';
import { startFaultyProxy, type FaultyProxy, type ProxiedRequest } from '../support/faulty-proxy.ts';
import { startReplayTarget, type ReplayTarget } from '../support/replay-target.ts';
import { replayingIn } from '../support/replaying.ts';
import { CAPTURE_BEGINS, writeCapture, type RequestToCapture } from '../support/capture-writes.ts';
import { temporaryFolder, waitUntil } from './support.ts';

type Documents = Record<string, Record<string, unknown>>;

let folder: string;
let target: ReplayTarget;
let proxy: FaultyProxy;
const replaying = replayingIn(() => folder);

beforeEach(async () => {
  folder = temporaryFolder();
  target = await startReplayTarget();
  proxy = await startFaultyProxy(target.url);
});
afterEach(async () => {
  await proxy.close();
  await target.stop();
});

const capture = (requests: readonly RequestToCapture[], name = 'captured.gor') =>
  writeCapture(join(folder, name), requests);
const put = (id: string, n: number): RequestToCapture => ({ method: 'PUT', path: `/pages/_doc/${id}`, body: { n } });
const count = (id: string): RequestToCapture => ({
  method: 'POST',
  path: `/pages/_update/${id}`,
  body: { script: { source: 'ctx._source.count++' } },
});
const create = (n: number): RequestToCapture => ({ method: 'POST', path: '/pages/_doc', body: { n } });
const bulk = (...lines: readonly object[]): RequestToCapture => ({
  method: 'POST',
  path: '/pages/_bulk',
  headers: { 'Content-Type': 'application/x-ndjson' },
  body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
});
/** Writes of some documents in turn, and what they leave. */
const writesOf = (documents: number, writes: number) => {
  const requests = Array.from({ length: writes }, (_, n) => put(`page-${String(n % documents)}`, n));
  const left = Object.fromEntries(requests.map(({ body, path }) => [path.split('/').at(-1)!, body as object]));
  return { requests, left };
};
const documents = () => Object.fromEntries(target.documents);
const sent = (path: string) => proxy.requests.filter((request) => request.path === path).length;
const isPath = (path: string) => (request: ProxiedRequest) => request.path === path;

describe('a target that takes nothing for a while', () => {
  test('503 for six seconds: the run pauses, nothing is lost, nothing is out of order', async () => {
    const { left, requests } = writesOf(7, 200);
    const plan = await replaying.plan(proxy.url, [capture(requests)]);
    const fault = proxy.inject({ fault: { kind: 'answer', status: 503 }, skip: 60 });
    const running = replaying.run(plan);
    setTimeout(() => fault.remove(), 6_000);
    expect(await running).toMatchObject({ status: 'done', sent: 200, statuses: { 201: 200 } });
    expect(documents()).toEqual(left);
    expect(fault.hits).toBeLessThan(30);
    expect(target.received).toHaveLength(200);
  });

  test('429 with Retry-After: nothing is sent before that time', async () => {
    const { left, requests } = writesOf(7, 40);
    const plan = await replaying.plan(proxy.url, [capture(requests)]);
    const headers = { 'retry-after': '2' };
    proxy.inject({ fault: { kind: 'answer', status: 429, headers }, skip: 20, times: 1 });
    expect(await replaying.run(plan)).toMatchObject({ status: 'done', sent: 40 });
    const begun = proxy.requests.map(({ began }) => began);
    const longest = Math.max(...begun.slice(1).map((began, at) => began - begun[at]!));
    expect(longest).toBeGreaterThan(1_900);
    expect(longest).toBeLessThan(3_500);
    expect(documents()).toEqual(left);
  });

  test('no connection for longer than the limit: it stops, and goes on later; what never arrived is sent then', async () => {
    const { left, requests } = writesOf(5, 30);
    const plan = await replaying.plan(proxy.url, [capture([...requests, ...requests, count('page-1'), create(1)])]);
    proxy.inject({ match: ({ number }) => number > 25, fault: { kind: 'delay', ms: 20 } });
    const running = failureOf(replaying.run(plan, { stopAfterMs: 1_000 }));
    await waitUntil(() => target.received.length >= 30, 10_000);
    await proxy.refuse();
    expect(await running).toMatchObject({ code: 'unreachable' });
    expect(target.received.length).toBeLessThan(50);
    await proxy.accept();
    const result = await replaying.run(plan);
    expect(result).toMatchObject({ status: 'done', sent: 62, outcomes: { done: 62 } });
    expect(documents()).toEqual({ ...left, 'page-1': { n: 26, count: 1 }, 'auto 1': { n: 1 } });
  });

  test('a request that must not be sent twice, and was refused until the run stopped, is sent by the next run', async () => {
    const plan = await replaying.plan(proxy.url, [capture([put('counter', 0), count('counter'), create(1)])]);
    const refused = proxy.inject({ match: ({ method }) => method === 'POST', fault: { kind: 'answer', status: 503 } });
    expect(await failureOf(replaying.run(plan, { stopAfterMs: 500 }))).toMatchObject({ code: 'unreachable' });
    refused.remove();
    expect((await replaying.run(plan)).outcomes).toMatchObject({ done: 3, unknown: 0 });
    expect(target.documents.get('counter')).toEqual({ n: 0, count: 1 });
    expect(target.received).toHaveLength(3);
  });

  test('answers that take 1.5 s are waited for', async () => {
    const { left, requests } = writesOf(4, 4);
    const plan = await replaying.plan(proxy.url, [capture(requests)]);
    proxy.inject({ fault: { kind: 'delay', ms: 1_500 } });
    expect(await replaying.run(plan)).toMatchObject({ status: 'done', sent: 4 });
    expect(target.received).toHaveLength(4);
    expect(documents()).toEqual(left);
  });
});

describe('a connection that is lost', () => {
  test.each([
    ['before the request had an effect', { kind: 'cut-request', afterBytes: 1 }],
    ['after it had its effect', { kind: 'cut', afterBytes: 0 }],
  ] as const)('%s: whole documents are sent again, in order', async (_, fault) => {
    const { left, requests } = writesOf(6, 60);
    const deletes = ['page-1', 'page-5'].map((id) => ({ method: 'DELETE', path: `/pages/_doc/${id}`, body: '{}' }));
    const plan = await replaying.plan(proxy.url, [capture([...requests, ...deletes])]);
    const cut = proxy.inject({ fault, match: ({ number }) => number % 10 === 4 });
    const result = await replaying.run(plan);
    expect(result).toMatchObject({ status: 'done', sent: 62, outcomes: { failed: 0, unknown: 0, held: 0 } });
    expect(cut.hits).toBeGreaterThanOrEqual(5);
    const { 'page-1': _one, 'page-5': _five, ...others } = left;
    expect(documents()).toEqual(others);
  });

  test('with a request that must not be sent twice: it is sent once, its outcome is unknown, and it is listed', async () => {
    const unsafe = [count('counter'), create(7), bulk({ index: { _id: 'a' } }, { n: 1 }, { index: {} }, { n: 2 })];
    const plan = await replaying.plan(proxy.url, [
      capture([put('counter', 0), ...unsafe, put('counter', 9), put('b', 1)]),
    ]);
    proxy.inject({ match: ({ method }) => method === 'POST', fault: { kind: 'cut', afterBytes: 0 } });
    const result = await replaying.run(plan);
    expect(result).toMatchObject({ status: 'partial', outcomes: { done: 2, unknown: 3, held: 1, failed: 0 } });
    for (const { path } of unsafe) expect(sent(path)).toBe(1);
    const failures = readFileSync(result.failures!.file, 'utf8');
    expect(failures.match(/^1 \w+ \d+$/gm)).toHaveLength(4);
    for (const { path } of unsafe) expect(failures).toContain(`POST ${path} HTTP/1.1`);
    expect(target.documents.get('counter')).toEqual({ n: 0, count: 1 });
  });

  test('with a proxy that answers 502 for the target: the same holds', async () => {
    const plan = await replaying.plan(proxy.url, [capture([put('counter', 0), count('counter'), put('a', 1)])]);
    proxy.inject({ times: 1, fault: { kind: 'answer', status: 502, forward: true }, match: isPath('/pages/_doc/a') });
    proxy.inject({ fault: { kind: 'answer', status: 502, forward: true }, match: isPath('/pages/_update/counter') });
    expect(await replaying.run(plan)).toMatchObject({ status: 'partial', outcomes: { done: 2, unknown: 1 } });
    expect(sent('/pages/_update/counter')).toBe(1);
    expect(sent('/pages/_doc/a')).toBe(2);
  });
});

describe('a request that fails', () => {
  test('holds back the later ones of its document; the file of failures sets it right afterwards', async () => {
    const { left, requests } = writesOf(4, 24);
    const together = bulk({ index: { _id: 'page-2' } }, { n: 100 }, { index: { _id: 'page-3' } }, { n: 101 });
    const plan = await replaying.plan(proxy.url, [capture([...requests, together, put('page-3', 102)])]);
    const broken = proxy.inject({
      match: isPath('/pages/_doc/page-2'),
      skip: 2,
      fault: { kind: 'answer', status: 500 },
    });
    const first = await replaying.run(plan);
    // Five writes of page-2 are behind the failed one (3 of 6, the bulk) and one of page-3 is behind the bulk.
    expect(first).toMatchObject({ status: 'partial', outcomes: { failed: 1, held: 5 }, failures: { requests: 6 } });
    expect(target.documents.get('page-2')).toEqual({ n: 6 });
    broken.remove();
    folder = temporaryFolder();
    const again = await replaying.plan(proxy.url, [first.failures!.file]);
    expect(await replaying.run(again)).toMatchObject({ status: 'done', sent: 6 });
    expect(documents()).toEqual({ ...left, 'page-2': { n: 100 }, 'page-3': { n: 102 } });
  });

  test('in a part of a bulk: only those items are sent again', async () => {
    const lines = ['a', 'b', 'c', 'd'].flatMap((id, n) => [{ index: { _id: id } }, { n }]);
    let refusals = 2;
    target.bulkItem = (_, id) => (id === 'd' ? 400 : id === 'b' && refusals-- > 0 ? 429 : null);
    const plan = await replaying.plan(proxy.url, [capture([bulk(...lines), put('a', 9), put('d', 9)])]);
    const result = await replaying.run(plan);
    expect(result).toMatchObject({ status: 'partial', outcomes: { done: 1, failed: 1, held: 1 } });
    expect(documents()).toEqual({ a: { n: 9 }, b: { n: 1 }, c: { n: 2 } });
    const bulks = target.received.filter(({ path }) => path === '/pages/_bulk').map(({ body }) => body);
    const itemB = '{"index":{"_id":"b"}}\n{"n":1}\n';
    expect(bulks.slice(1)).toEqual([itemB, itemB]);
    const failures = readFileSync(result.failures!.file, 'utf8');
    expect(failures).toContain('{"index":{"_id":"d"}}\n{"n":3}\n');
    expect(failures).not.toContain('"_id":"c"');
  });

  test('before a bulk: the file of failures has no item of the bulk that was refused then', async () => {
    const both = bulk({ index: { _id: 'a' } }, { n: 1 }, { create: { _id: 'b' } }, { n: 2 });
    const answer = { errors: true, items: [{ index: { status: 200 } }, { create: { status: 409 } }] };
    const plan = await replaying.plan(proxy.url, [capture([put('a', 0), { ...both, answer }])]);
    proxy.inject({ fault: { kind: 'answer', status: 500 } });
    const { failures, outcomes } = await replaying.run(plan);
    expect(outcomes).toMatchObject({ failed: 1, held: 1 });
    expect(readFileSync(failures!.file, 'utf8')).toMatch(/^\{"index":\{"_id":"a"\}\}\n\{"n":1\}\n\n🐵🙈🙉$/m);
    expect(readFileSync(failures!.file, 'utf8')).not.toContain('"_id":"b"');
  });

  test('with 409 has failed, unless an earlier try of it may have had its effect', async () => {
    const createOf = (id: string) => bulk({ create: { _id: id } }, { n: 1 });
    const plan = await replaying.plan(proxy.url, [capture([put('a', 0), createOf('a')])]);
    proxy.inject({ match: isPath('/pages/_bulk'), times: 1, fault: { kind: 'answer', status: 503 } });
    expect((await replaying.run(plan)).outcomes).toMatchObject({ done: 1, failed: 1 });
    folder = temporaryFolder();
    const other = await replaying.plan(proxy.url, [capture([createOf('b')])]);
    proxy.inject({ match: isPath('/pages/_bulk'), times: 1, fault: { kind: 'cut', afterBytes: 0 } });
    expect((await replaying.run(other)).outcomes).toMatchObject({ done: 1, failed: 0 });
  });

  test('as more than 20 and 5 % do stops a command without a terminal; a resumed one goes on', async () => {
    const requests = Array.from({ length: 60 }, (_, n) => put(`page-${String(n)}`, n));
    const file = capture(requests);
    const environment = { RESTORE_DESK_DATA: join(folder, 'data') };
    const broken = proxy.inject({ fault: { kind: 'answer', status: 400 } });
    const command = async (words: readonly string[]) =>
      startCommand(['replay', proxy.url, ...words, '--json'], { environment }).ended;
    const first = await command([file, '--from', CAPTURE_BEGINS]);
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/21 of the last 21 requests failed/);
    expect(broken.hits).toBeLessThan(30);
    broken.remove();
    const second = await command(['--resume', jobIn(first)]);
    expect(second.code).toBe(3);
    expect(second.json).toMatchObject({ status: 'partial', failed: broken.hits, done: 60 - broken.hits, held: 0 });
    expect(target.received).toHaveLength(60 - broken.hits);
  });
});

const jobIn = ({ json, stderr }: CommandResult): string => {
  const job = json['job'] ?? /--resume (\d+)/.exec(stderr)?.[1] ?? '1';
  return String(job);
};

describe('a command that is ended half way', () => {
  const fixtures = fileURLToPath(new URL('../fixtures/replay/', import.meta.url));
  const expected = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as Record<
    'two-servers',
    { from: string; start: { government: Documents }; expected: { government: Documents } }
  >;
  let app: SearchApp;
  let store: MemoryStore;
  let slow: FaultyProxy;

  beforeEach(async () => {
    store = new MemoryStore();
    for (const [id, document] of Object.entries(expected['two-servers'].start.government))
      await store.replace('government', id, JSON.stringify(document));
    app = await startSearchApp({ store });
    slow = await startFaultyProxy(app.url);
    slow.inject({ fault: { kind: 'delay', ms: 25 } });
  });
  afterEach(async () => {
    await slow.close();
    await app.stop();
  });

  const start = (url: string, words: readonly string[]): StartedCommand =>
    startCommand(['replay', url, ...words, '--json'], { environment: { RESTORE_DESK_DATA: join(folder, 'data') } });
  const twoServers = () => [
    join(fixtures, 'search-1'),
    join(fixtures, 'search-2'),
    '--from',
    expected['two-servers'].from,
  ];

  test('killed (-9) twice: resumed, every document is right', async () => {
    const first = start(slow.url, twoServers());
    await waitUntil(() => app.requests >= 40, 20_000);
    first.process.kill('SIGKILL');
    await first.ended;
    const second = start(slow.url, ['--resume', '1']);
    await waitUntil(() => app.requests >= 100, 20_000);
    second.process.kill('SIGKILL');
    await second.ended;
    const last = await start(slow.url, ['--resume', '2']).ended;
    expect(last).toMatchObject({ code: 0 });
    expect(last.json).toMatchObject({ status: 'done', toSend: 161, failed: 0, unknown: 0, held: 0 });
    expect(store.documents('government')).toEqual(expected['two-servers'].expected.government);
    // What was in flight at a kill was sent again, no more.
    expect(app.requests).toBeLessThanOrEqual(161 + 2 * 4);
    const again = await start(slow.url, ['--resume', '1']).ended;
    expect(again).toMatchObject({ code: 4, stderr: expect.stringContaining('must not begin again') as string });
  });

  test('by Ctrl-C: what is in flight ends, exit code 130; resumed, nothing is sent twice', async () => {
    const first = start(slow.url, twoServers());
    await waitUntil(() => app.requests >= 60, 20_000);
    first.process.kill('SIGINT');
    expect((await first.ended).code).toBe(130);
    expect(app.requests).toBeLessThan(80);
    const last = await start(slow.url, ['--resume', '1']).ended;
    expect(last).toMatchObject({ code: 0 });
    expect(last.json).toMatchObject({ status: 'done', done: 161 });
    expect(app.requests).toBe(161);
    expect(store.documents('government')).toEqual(expected['two-servers'].expected.government);
  });

  test('killed (-9): requests that must not be sent twice are sent once at most', async () => {
    const unsafe = Array.from({ length: 75 }, (_, n) => [create(n), count(`counter-${String(n % 10)}`)]).flat();
    const counters = Array.from({ length: 10 }, (_, n) => put(`counter-${String(n)}`, n));
    target.delayMs = 10;
    const first = start(target.url, [capture([...counters, ...unsafe]), '--from', CAPTURE_BEGINS]);
    await waitUntil(() => target.received.length >= 75, 20_000);
    first.process.kill('SIGKILL');
    await first.ended;
    const last = await start(target.url, ['--resume', '1']).ended;
    const { done, held, unknown } = last.json as Record<string, number>;
    expect({ code: last.code, sum: done! + held! + unknown! }).toEqual({ code: unknown === 0 ? 0 : 3, sum: 160 });
    expect(unknown).toBeLessThanOrEqual(4);
    const created = target.received.filter(({ path }) => path === '/pages/_doc').map(({ body }) => body);
    expect(new Set(created).size).toBe(created.length);
    const counted = [...target.documents].map(([, document]) => Number(document['count'] ?? 0));
    expect(counted.every((each) => each <= 8)).toBe(true);
    expect(target.received.length).toBeLessThanOrEqual(160);
    expect(target.received.length).toBeGreaterThanOrEqual(160 - held! - unknown!);
  });
});
