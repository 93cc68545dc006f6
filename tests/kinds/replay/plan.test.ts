import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { captureFiles } from '../../../lib/captures/capture-files.ts';
import { planReplay } from '../../../lib/kinds/replay/plan.ts';
import type { ReplayChoice, ReplayPlan } from '../../../lib/kinds/replay/schema.ts';
import { aRun } from '../../support/a-run.ts';
import { noPlace } from '../../support/test-place.ts';
import { deleted, posted, writeCapture, type Recorded } from '../../support/write-capture.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-replay-plan-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CHOICE: ReplayChoice = {
  from: '2018-01-09T03:00:00Z',
  to: null,
  rate: null,
  speed: null,
  concurrency: 4,
  onlyPath: null,
  skipPath: null,
  mapIndex: [],
};

const at = (time: string) => `2018-01-09T${time}Z`;
const minutes = (minute: number) => new Date(Date.parse(at('03:00:00')) + minute * 60_000).toISOString();

async function planOf(
  files: Record<string, readonly Recorded[]>,
  choice: Partial<ReplayChoice> = {},
): Promise<ReplayPlan> {
  const paths = Object.entries(files).map(([name, records]) => writeCapture(join(folder, 'captures'), name, records));
  return planReplay(
    noPlace,
    {
      target: { name: null, url: 'http://search.test', queueStatus: null },
      files: await captureFiles(paths),
      folder: null,
      preparedIn: join(folder, 'prepared'),
      choice: { ...CHOICE, ...choice },
      cluster: null,
    },
    aRun(),
  );
}

const idsOf = ({ checks }: ReplayPlan) => checks.map(({ id, level }) => `${level} ${id}`);

/** Every record is in exactly one bucket. */
function expectSum({ counts }: ReplayPlan): void {
  const { records, ...buckets } = counts;
  expect(Object.values(buckets).reduce((sum, count) => sum + count, 0)).toBe(records);
}

describe('what becomes of each record', () => {
  test('each is in one bucket, and they add up', async () => {
    const twice = { ...posted(at('03:10:00'), '/twice'), id: 'abc' };
    const plan = await planOf(
      {
        'search-1/a.log': [
          posted(at('02:59:59'), '/before'),
          posted(at('03:00:00'), '/first'),
          twice,
          { at: at('03:11:00'), line: 'GET /search?q=a HTTP/1.1' },
          { at: at('03:12:00'), line: 'POST /government/_search HTTP/1.1', body: '{}' },
          { at: at('03:13:00'), line: 'POST /_aliases HTTP/1.1', body: '{"actions":[]}' },
          { at: at('03:14:00'), line: 'DELETE /government-1 HTTP/1.1' },
          { ...posted(at('03:15:00'), '/own'), headers: { 'X-Restore-Desk-Replay': '7' } },
          { ...posted(at('03:16:00'), '/refused'), id: 'def' },
          { at: at('03:16:01'), id: 'def', line: 'HTTP/1.1 403 Forbidden' },
          { ...posted(at('03:17:00'), '/failed then'), id: '123' },
          { at: at('03:17:01'), id: '123', line: 'HTTP/1.1 500 Internal Server Error' },
          posted(at('05:00:01'), '/after'),
        ],
        'search-1/copy.log.gz': [twice],
      },
      { to: at('05:00:00') },
    );
    expect(plan.counts).toMatchObject({
      records: 14,
      send: 3,
      before: 1,
      after: 1,
      reads: 2,
      administration: 2,
      own: 1,
      refused: 1,
      doubles: 1,
      answers: 2,
    });
    expectSum(plan);
  });
  test('the time of the beginning and of the end are sent', async () => {
    const plan = await planOf(
      { 'a.log': [posted(at('03:00:00'), '/a'), posted(at('04:00:00'), '/b'), posted(at('04:00:00.001'), '/c')] },
      { to: at('04:00:00') },
    );
    expect(plan.counts).toMatchObject({ send: 2, after: 1 });
  });
  test('patterns are matched against path and query', async () => {
    const files = { 'a.log': [posted(at('04:00:00'), '/a'), posted(at('04:00:00'), '/b', {}, 'detailed')] };
    expect((await planOf(files, { onlyPath: '^/government/' })).counts).toMatchObject({ send: 1, filtered: 1 });
    expect((await planOf(files, { skipPath: '^/government/' })).counts).toMatchObject({ send: 1, filtered: 1 });
    await expect(planOf(files, { onlyPath: '(' })).rejects.toMatchObject({ code: 'invalid_input' });
  });
  test('answers of one connection are paired in order, and not at all where one is missing', async () => {
    const refusedThen = (many: number) => [
      { ...posted(at('04:00:00'), '/a'), id: 'connection' },
      { at: at('04:00:01'), id: 'connection', line: 'HTTP/1.1 202 Accepted' },
      { ...posted(at('04:00:02'), '/b'), id: 'connection' },
      ...(many === 2 ? [{ at: at('04:00:03'), id: 'connection', line: 'HTTP/1.1 409 Conflict' }] : []),
    ];
    expect((await planOf({ 'a.log': refusedThen(2) })).counts).toMatchObject({ send: 1, refused: 1 });
    expect((await planOf({ 'a.log': refusedThen(1) })).counts).toMatchObject({ send: 2, refused: 0 });
  });
  test('an answer without its request proves that requests are missing', async () => {
    const plan = await planOf({
      'a.log': [posted(at('04:00:00'), '/a'), { at: at('04:00:00'), id: 'fed', line: 'HTTP/1.1 202 Accepted' }],
    });
    expect(plan.lost).toBe(1);
    expect(idsOf(plan)).toContain('warn lost');
  });
  test('a capture that has nothing to send is refused', async () => {
    expect(idsOf(await planOf({ 'a.log': [posted(at('02:00:00'), '/a')] }))).toContain('refuse requests');
  });
});

describe('an index whose name has a time', () => {
  const old = 'government-2018-01-08t03-00-00z-3f1c6a52-7c0e-4a1b-9f43-0c9c2a6a9b10';
  const files = {
    'a.log': [
      { at: at('04:00:00'), line: `PUT /${old}/_doc/1 HTTP/1.1`, body: '{}' },
      { at: at('04:00:01'), line: 'POST /_bulk HTTP/1.1', body: `{"delete":{"_index":"${old}","_id":"1"}}\n` },
      { at: at('04:00:02'), line: 'PUT /government/_doc/1 HTTP/1.1', body: '{}' },
    ],
  };
  test('is not written to', async () => {
    const plan = await planOf(files);
    expect(plan.counts).toMatchObject({ send: 1, oldIndex: 2 });
    expect(idsOf(plan)).toContain('warn old-index');
  });
  test('is written to under the name that it is mapped to', async () => {
    const plan = await planOf(files, { mapIndex: [{ from: old, to: 'government-new' }] });
    expect(plan.counts).toMatchObject({ send: 3, oldIndex: 0 });
  });
});

describe('bursts of deletions', () => {
  const ordinary = Array.from({ length: 60 }, (_, minute) => [
    posted(minutes(minute), `/page-${String(minute)}`),
    ...(minute % 3 === 0 ? [deleted(minutes(minute), `/old-${String(minute)}`)] : []),
  ]).flat();
  const burst = Array.from({ length: 500 }, (_, n) =>
    deleted(new Date(Date.parse(at('04:05:00')) + n * 40).toISOString(), `/page-${String(n)}`),
  );
  test('are found, and the moment before is offered', async () => {
    const plan = await planOf({ 'a.log': [...ordinary, ...burst] });
    expect(plan.bursts).toEqual([
      {
        from: at('04:05:00'),
        to: '2018-01-09T04:05:19.96Z',
        deletes: 500,
        before: '2018-01-09T04:04:59.999999999Z',
        sent: true,
      },
    ]);
    expect(idsOf(plan)).toContain('warn deletions');
    const until = await planOf({ 'a.log': [...ordinary, ...burst] }, { to: plan.bursts[0]!.before });
    expect(until.counts).toMatchObject({ send: 80, after: 500 });
    expect(idsOf(until)).toContain('ok deletions');
  });
  test('are found in a capture of a minute, too, and both ends are counted', async () => {
    const plan = await planOf({ 'a.log': [posted(at('04:04:59'), '/new'), ...burst] });
    expect(plan.bursts).toMatchObject([{ deletes: 500 }]);
    expect(plan.ends).toEqual([
      { to: plan.bursts[0]!.before, send: 1, why: 'deletions' },
      { to: null, send: 501, why: 'end' },
    ]);
  });
  test('whose first deletion is on no whole millisecond are not sent when the replay ends before them', async () => {
    const first = BigInt(Date.parse(at('04:05:00'))) * 1_000_000n + 123_456_789n;
    const odd = Array.from({ length: 500 }, (_, n) => deleted(first + BigInt(n) * 1_000_000n, `/page-${String(n)}`));
    const { bursts } = await planOf({ 'a.log': [...ordinary, ...odd] });
    const plan = await planOf({ 'a.log': [...ordinary, ...odd] }, { to: bursts[0]!.before });
    expect(plan.bursts).toMatchObject([{ deletes: 500, sent: false }]);
    expect(idsOf(plan)).toContain('ok deletions');
  });
  test('of other times have an end each', async () => {
    const early = Array.from({ length: 40 }, (_, n) => deleted(minutes(30 + n / 1000), `/nightly-${String(n)}`));
    const plan = await planOf({ 'a.log': [...ordinary, ...early, ...burst] });
    expect(plan.ends.map(({ why }) => why)).toEqual(['deletions', 'deletions', 'end']);
  });
  test('are not seen in ordinary traffic', async () => {
    const plan = await planOf({ 'a.log': ordinary });
    expect(plan.bursts).toEqual([]);
    expect(idsOf(plan).join()).not.toContain('deletions');
  });
  test('a deletion by a query is one, of unknown size', async () => {
    const query = {
      at: at('04:05:00'),
      line: 'POST /government/_delete_by_query HTTP/1.1',
      body: '{"query":{"match_all":{}}}',
    };
    expect((await planOf({ 'a.log': [...ordinary, query] })).bursts).toMatchObject([
      { from: at('04:05:00'), deletes: null },
    ]);
  });
  test('items of a bulk count', async () => {
    const body = Array.from({ length: 300 }, (_, n) => `{"delete":{"_id":"${String(n)}"}}\n`).join('');
    const bulk = { at: at('04:05:00'), line: 'POST /government/_bulk HTTP/1.1', body };
    expect((await planOf({ 'a.log': [...ordinary, bulk] })).bursts).toMatchObject([{ deletes: 300 }]);
  });
});

describe('coverage', () => {
  const every = (server: string, from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => posted(minutes(from + n), `/${server}-${String(n)}`));
  test('a hole of one server while another wrote is lost', async () => {
    const plan = await planOf({
      'one/a.log': [...every('one', 0, 60), ...every('one', 120, 180)],
      'two/a.log': every('two', 0, 180),
    });
    expect(plan.coverage.servers.map(({ gaps, server }) => [server, gaps])).toEqual([
      ['one', [{ from: at('03:59:00'), to: at('05:00:00'), others: expect.any(Number) as number }]],
      ['two', []],
    ]);
    expect(plan.coverage.quiet).toEqual([]);
    expect(idsOf(plan)).toContain('warn gap-1');
  });
  test('silence of all servers can be either', async () => {
    const plan = await planOf({
      'one/a.log': [...every('one', 0, 60), ...every('one', 120, 180)],
      'two/a.log': [...every('two', 0, 60), ...every('two', 120, 180)],
    });
    expect(plan.coverage.quiet).toEqual([{ from: at('03:59:00'), to: at('05:00:00') }]);
    expect(plan.coverage.servers.flatMap(({ gaps }) => gaps)).toEqual([]);
  });
  test('a server that ends early has a hole to the end', async () => {
    const plan = await planOf({ 'one/a.log': every('one', 0, 60), 'two/a.log': every('two', 0, 180) });
    expect(plan.coverage.servers[0]!.gaps).toMatchObject([{ from: at('03:59:00'), to: at('05:59:00') }]);
  });
  test('the timeline counts every request after its beginning', async () => {
    const plan = await planOf({ 'one/a.log': every('one', 0, 180) });
    expect(plan.timeline?.bins.reduce((sum, { send }) => sum + send, 0)).toBe(plan.counts.send);
  });
  test('writes of one document by two servers within a second depend on their clocks', async () => {
    const plan = await planOf({
      'one/a.log': [posted(at('04:00:00.000'), '/a'), posted(at('04:00:10.000'), '/b')],
      'two/a.log': [posted(at('04:00:00.900'), '/a'), posted(at('04:00:12.000'), '/b')],
    });
    expect(plan.closeWrites).toBe(1);
  });
});

test('of a file that grows only the newest copy is kept', async () => {
  await planOf({ 'a.log': [posted(at('04:00:00'), '/a')] });
  const plan = await planOf({ 'a.log': [posted(at('04:00:00'), '/a'), posted(at('04:01:00'), '/b')] });
  expect(plan.counts.send).toBe(2);
  expect(readdirSync(join(folder, 'prepared'))).toHaveLength(1);
});

test('a file that is only read again has the same plan', async () => {
  const files = { 'a.log': [posted(at('04:00:00'), '/a'), deleted(at('04:01:00'), '/a')] };
  const [first, second] = [await planOf(files), await planOf(files)];
  expect(second.fingerprint).toBe(first.fingerprint);
  expect(second.documents).toBe(1);
});
