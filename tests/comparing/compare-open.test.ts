import fc from 'fast-check';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compareOpen } from '../../lib/comparing/compare-sides.ts';
import { differenceFile, readDifferences } from '../../lib/comparing/difference-files.ts';
import type { OpenSide } from '../../lib/comparing/open-side.ts';
import type { ComparedSide } from '../../lib/contract/comparison.ts';
import { DIFFERENCE_BUCKETS, type Difference, type DifferenceBucket } from '../../lib/contract/difference.ts';
import { ContentDigest } from '../../lib/archive/digest.ts';
import { SharedProgress } from '../../lib/comparing/shared-progress.ts';
import { aRun } from '../support/a-run.ts';
import { failureOf } from '../support/failure-of.ts';
import { inMemorySide, type TestDocument } from './in-memory-side.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'compare-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const index = (name: string): ComparedSide => ({
  kind: 'index',
  index: name,
  uuid: name,
  alias: null,
  documents: null,
  primaryBytes: null,
  shards: 1,
});

const planned = { left: index('one'), right: index('other') };

const compareAll = (left: OpenSide, right: OpenSide, partitions?: number, run = aRun({ directory })) =>
  compareOpen(
    {
      sides: { left, right },
      planned,
      progress: new SharedProgress(run),
      stop: new AbortController(),
      ...(partitions === undefined ? {} : { partitions }),
    },
    run,
  );

const compare = (left: TestDocument[], right: TestDocument[], partitions?: number) =>
  compareAll(inMemorySide(left), inMemorySide(right), partitions);

async function differencesOf(bucket: DifferenceBucket): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const { difference } of readDifferences(directory, bucket)) found.push(difference);
  return found;
}

const keysIn = async (bucket: DifferenceBucket) =>
  (await differencesOf(bucket)).map(({ id, routing }) => keyOf({ id, routing })).sort();

const keyOf = ({ id, routing = null }: Pick<TestDocument, 'id' | 'routing'>) => JSON.stringify([id, routing]);

test('each document is in one bucket, and every difference is named with what the sides know of it', async () => {
  const left = [
    { id: 'same', source: '{"a":1}' },
    { id: 'spelled', source: '{"a":1,"b":[1.0]}', version: '4' },
    { id: 'other', source: '{"a":1}', version: '9007199254740993' },
    { id: 'gone "quoted" \\ é 😀', source: '{}', routing: 'r\u0001' },
  ];
  const right = [
    { id: 'other', source: '{"a":2}', version: '9007199254740994' },
    { id: 'new', source: '{}' },
    { id: 'spelled', source: '{"b":[1],"a":1.0}', version: '5' },
    { id: 'same', source: '{"a":1}' },
  ];
  const { counts, documents, way, warnings } = await compare(left, right);
  expect(counts).toEqual({ equal: 1, sameValues: 1, changed: 1, onlyLeft: 1, onlyRight: 1 });
  expect({ documents, way, warnings }).toEqual({ documents: { left: 4, right: 4 }, way: 'all', warnings: [] });
  expect(await differencesOf('changed')).toEqual([
    {
      id: 'other',
      routing: null,
      bucket: 'changed',
      versions: { left: '9007199254740993', right: '9007199254740994' },
      digests: { left: digestOf(left[2]!), right: digestOf(right[0]!) },
    },
  ]);
  expect(await differencesOf('sameValues')).toMatchObject([{ id: 'spelled', versions: { left: '4', right: '5' } }]);
  expect(await differencesOf('onlyLeft')).toEqual([
    {
      id: 'gone "quoted" \\ é 😀',
      routing: 'r\u0001',
      bucket: 'onlyLeft',
      versions: { left: null, right: null },
      digests: { left: digestOf(left[3]!), right: null },
    },
  ]);
  expect(await differencesOf('onlyRight')).toMatchObject([{ id: 'new', digests: { left: null } }]);
  expect(readdirSync(directory).sort()).toEqual(
    DIFFERENCE_BUCKETS.map((bucket) => `differences-${bucket}.ndjson`).sort(),
  );
});

test('documents of one id and different routings are different documents', async () => {
  const { counts } = await compare(
    [
      { id: 'a', routing: 'x', source: '{}' },
      { id: 'a', source: '{}' },
    ],
    [
      { id: 'a', routing: 'y', source: '{}' },
      { id: 'a', source: '{}' },
      { id: 'a', routing: '', source: '{}' },
    ],
  );
  expect(counts).toEqual({ equal: 1, sameValues: 0, changed: 0, onlyLeft: 1, onlyRight: 2 });
});

test('id and routing are never confused', async () => {
  const { counts } = await compare(
    [{ id: 'ab', routing: 'c', source: '{}' }],
    [{ id: 'a', routing: 'bc', source: '{}' }],
  );
  expect(counts).toMatchObject({ onlyLeft: 1, onlyRight: 1 });
});

test.each([0, 1, 3])('empty sides: %s on the right', async (documents) => {
  const right = Array.from({ length: documents }, (_, at) => ({ id: `d${at}`, source: '{}' }));
  const { counts } = await compare([], right);
  expect(counts).toEqual({ equal: 0, sameValues: 0, changed: 0, onlyLeft: 0, onlyRight: documents });
});

test.each(['left', 'right'] as const)('a side that has a document twice can’t be compared: %s', async (side) => {
  const twice = [
    { id: 'a', routing: 'r', source: '{}' },
    { id: 'a', routing: 'r', source: '{"x":1}' },
  ];
  for (const other of [[], [{ id: 'a', routing: 'r', source: '{}' }]]) {
    const failure = await failureOf(side === 'left' ? compare(twice, other) : compare(other, twice));
    expect(failure).toMatchObject({
      code: 'content_mismatch',
      message: `${side === 'left' ? 'one' : 'other'} has a document twice, of the same id and routing, so its documents can’t be told apart.`,
    });
  }
});

test('a source that is not JSON is never equal in value', async () => {
  const { counts } = await compare([{ id: 'a', source: '{"a":NaN}' }], [{ id: 'a', source: '{"a": NaN}' }]);
  expect(counts).toMatchObject({ changed: 1, sameValues: 0 });
});

/** Sides of a few ids, so that all buckets occur; the model knows each document's value as JSON.parse has it. */
const documentSet = fc.uniqueArray(
  fc.record({
    id: fc.oneof(fc.constantFrom('a', 'b', 'c', 'd', 'é', '"', '\\'), fc.string({ maxLength: 3 })),
    routing: fc.constantFrom(null, null, null, 'r', ''),
    value: fc.record({ n: fc.nat(2), list: fc.array(fc.nat(1), { maxLength: 2 }) }),
    spelling: fc.nat(2),
  }),
  { selector: keyOf, maxLength: 40 },
);

type Spelled = { value: { n: number; list: number[] }; spelling: number };
function sourceOf({ value: { n, list }, spelling }: Spelled): string {
  const text = JSON.stringify(list);
  return [`{"n":${n},"list":${text}}`, `{"list":${text},"n":${n}}`, `{"n":${n}.0, "list":${text}}`][spelling]!;
}

test('any two sets, in any order and any partitions, are sorted as a model sorts them', async () => {
  await fc.assert(
    fc.asyncProperty(
      documentSet,
      documentSet,
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      fc.boolean(),
      async (leftSet, rightSet, partitions, leftByIds, rightByIds) => {
        const asDocuments = (set: typeof leftSet) => set.map((each) => ({ ...each, source: sourceOf(each) }));
        const [left, right] = [asDocuments(leftSet), asDocuments(rightSet)];
        const { counts } = await compareAll(
          inMemorySide(left, { byIds: leftByIds }),
          inMemorySide(right, { byIds: rightByIds }),
          partitions,
        );
        const expected: Record<DifferenceBucket | 'equal', string[]> = {
          equal: [],
          sameValues: [],
          changed: [],
          onlyLeft: [],
          onlyRight: [],
        };
        const rightByKey = new Map(right.map((each) => [keyOf(each), each]));
        for (const each of left) {
          const other = rightByKey.get(keyOf(each));
          rightByKey.delete(keyOf(each));
          const sameValue = JSON.stringify(other?.value) === JSON.stringify(each.value);
          const bucket =
            other === undefined
              ? 'onlyLeft'
              : other.source === each.source
                ? 'equal'
                : sameValue
                  ? 'sameValues'
                  : 'changed';
          expected[bucket].push(keyOf(each));
        }
        expected.onlyRight.push(...rightByKey.keys());
        expect(counts).toEqual(
          Object.fromEntries(Object.entries(expected).map(([bucket, keys]) => [bucket, keys.length])),
        );
        for (const bucket of DIFFERENCE_BUCKETS) expect(await keysIn(bucket)).toEqual(expected[bucket].sort());
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);

test('why a reader waits is reported at once, and until the next document arrives', () => {
  const run = aRun();
  const progress = new SharedProgress(run);
  progress.begin({ phase: 'read', label: 'Reading' }, 2);
  progress.wait(new Error('No connection.'));
  progress.count();
  expect(run.reports.map(({ done, pausedBecause }) => [done, pausedBecause])).toEqual([
    [0, null],
    [0, 'No connection.'],
    [1, null],
  ]);
});

test('many documents go through the disk, and nothing of it is left', async () => {
  const many = (count: number, offset: number) =>
    Array.from({ length: count }, (_, at) => ({
      id: `document-${at + offset}`,
      source: `{"n":${at + offset},"t":"${'x'.repeat(((at + offset) % 7) * 10)}"}`,
    }));
  const left = many(30_000, 0);
  const right = many(30_000, 1_000).reverse();
  right[20_000] = { ...right[20_000]!, source: '{"n":0}' };
  const seen: string[] = [];
  const watched = inMemorySide(right);
  const read = watched.read.bind(watched);
  watched.read = async (visit, drain) => {
    const documents = await read(visit, drain);
    seen.push(...readdirSync(directory));
    return documents;
  };
  const { counts } = await compareAll(inMemorySide(left), watched, 300);
  expect(counts).toEqual({ equal: 28_999, sameValues: 0, changed: 1, onlyLeft: 1_000, onlyRight: 1_000 });
  // The spill files have no name even while they are in use.
  expect(seen.filter((name) => !name.startsWith('differences-'))).toEqual([]);
});

test('where most documents are spelled differently, both sides are read once more, not looked up by ids', async () => {
  const set = (space: string) =>
    Array.from({ length: 3_000 }, (_, at) => ({ id: `d${at}`, source: `{"n":${space}${at}}` }));
  const [left, right] = [inMemorySide(set('')), inMemorySide(set(' '))];
  const { counts } = await compareAll(left, right);
  expect(counts).toEqual({ equal: 0, sameValues: 3_000, changed: 0, onlyLeft: 0, onlyRight: 0 });
  expect([left.reads, right.reads]).toEqual([2, 2]);
});

test('a document that is written again before its values are compared counts as changed, and that is said', async () => {
  const left = inMemorySide([{ id: 'a', source: '{"n":1}' }]);
  const { readByIds } = inMemorySide([{ id: 'a', source: '{"n":2}' }]);
  const right = { ...inMemorySide([{ id: 'a', source: '{"n":1.0}' }]), readByIds };
  const { counts, warnings } = await compareAll(left, right);
  expect(counts).toMatchObject({ changed: 1, sameValues: 0 });
  expect(warnings[0]).toMatch(/^1 document differed when both sides were read, and was written again/);
});

describe('what fails', () => {
  test('a side that fails stops the other one', async () => {
    const stop = new AbortController();
    const left = inMemorySide([]);
    left.read = () => Promise.reject(new Error('the left side is gone'));
    const right = inMemorySide([]);
    right.read = () =>
      new Promise((_, reject) => {
        stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error));
      });
    const compared = compareOpen(
      { sides: { left, right }, planned, progress: new SharedProgress(aRun()), stop },
      aRun({ directory }),
    );
    await expect(compared).rejects.toThrow('the left side is gone');
  });

  test('a comparison that was cancelled ends before the next partition', async () => {
    const cancel = new AbortController();
    const left = inMemorySide([{ id: 'a', source: '{}' }]);
    const read = left.read.bind(left);
    left.read = async (...parameters) => {
      cancel.abort();
      return read(...parameters);
    };
    const run = aRun({ directory, signal: cancel.signal });
    expect(await failureOf(compareAll(left, inMemorySide([]), 1, run))).toMatchObject({ code: 'cancelled' });
  });

  test('a directory that can’t be written to is a failure of the disk', async () => {
    rmSync(directory, { recursive: true });
    const run = aRun({ directory: join('/proc', 'nowhere') });
    expect(await failureOf(compareAll(inMemorySide([]), inMemorySide([]), 1, run))).toMatchObject({ code: 'disk' });
  });
});

test('a list is read from where an earlier one ended', async () => {
  const left = ['alpha', 'beta "x"', 'gamma', 'délta', 'z'].map((id) => ({ id, source: '{}' }));
  await compare(left, []);
  const all = await differencesOf('onlyLeft');
  expect(all).toHaveLength(5);
  const lines = readDifferences(directory, 'onlyLeft');
  const first = await lines.next();
  await lines.return(undefined);
  const rest: Difference[] = [];
  for await (const { difference } of readDifferences(directory, 'onlyLeft', { from: first.value!.next }))
    rest.push(difference);
  expect(rest).toEqual(all.slice(1));
});

test('a comparison whose files are gone says so', async () => {
  expect(existsSync(differenceFile(directory, 'changed'))).toBe(false);
  expect(await failureOf(readDifferences(directory, 'changed').next())).toMatchObject({ code: 'not_found' });
});

test('differences are lines of JSON', async () => {
  await compare([{ id: 'a\nb', source: '{}' }], []);
  const lines = readFileSync(differenceFile(directory, 'onlyLeft'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as Difference).id)).toEqual(['a\nb']);
});

function digestOf({ id, routing = null, source }: TestDocument): string {
  const digest = new ContentDigest();
  const span = (text: string) => ({ bytes: Buffer.from(text), start: 0, end: Buffer.byteLength(text) });
  digest.add(span(id), routing === null ? null : span(routing), span(source));
  return digest.hex();
}
