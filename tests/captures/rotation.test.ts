import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { captureOf, member, postOf, readAll, recordOf, SEPARATOR_TEXT, summarise } from './captures';

const id = fc.stringMatching(/^[0-9a-f]{24}$/);
const at = fc.bigInt({ min: 1_500_000_000_000_000_000n, max: 1_600_000_000_000_000_000n });
const text = fc
  .array(fc.constantFrom('a', 'ü', '\n', '\0', '🐵', SEPARATOR_TEXT, '\r\n\r\n', 'POST / HTTP/1.1\r\n', '{"a":1}'), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));
const chunked = (body: string): string => {
  const characters = [...body];
  const half = Math.ceil(characters.length / 2);
  const parts = [characters.slice(0, half).join(''), characters.slice(half).join('')].filter((part) => part !== '');
  const chunks = parts.map((part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`);
  return `POST /chunked HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${chunks.join('')}0\r\n\r\n`;
};
/** A record, and its requests as `requestsOf` says them. */
const record = fc
  .tuple(id, at, text, fc.constantFrom(1, 2), fc.constantFrom('length', 'chunks', 'pipelined'))
  .map(([name, time, body, copies, way]) => {
    const message = way === 'chunks' ? chunked(body) : postOf(body, `/${name}`);
    const requests = way === 'pipelined' ? copies : 1;
    const line = `${time} POST ${way === 'chunks' ? '/chunked' : `/${name}`} ${body}`;
    return {
      text: recordOf(message.repeat(requests), `1 ${name} ${time} 0`),
      expected: new Array<string>(requests).fill(line),
    };
  });
const capture = fc.array(record, { minLength: 1, maxLength: 6 }).map((records) => ({
  bytes: Buffer.from(records.map((one) => one.text).join(''), 'utf8'),
  expected: records.flatMap((one) => one.expected),
}));

const requestsOf = async (files: Parameters<typeof readAll>[0]) => {
  const { found, facts } = await readAll(files);
  expect(facts.reduce((sum, { records }) => sum + records, 0)).toBe(found.length);
  return found.map((one) => `${'at' in one ? one.at : ''} ${summarise(one)}`);
};

describe('the same records', () => {
  test('are found in chunks of any size, packed or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        capture,
        fc.integer({ min: 1, max: 300 }),
        fc.boolean(),
        async ({ bytes, expected }, chunkBytes, packed) => {
          expect(await requestsOf([captureOf(packed ? member(bytes) : bytes, { chunkBytes })])).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('are found in a file that copytruncate cut at any byte, in any order of the files', async () => {
    await fc.assert(
      fc.asyncProperty(
        capture,
        fc.nat(),
        fc.boolean(),
        fc.integer({ min: 1, max: 300 }),
        async ({ bytes, expected }, anywhere, packed, chunkBytes) => {
          const cut = anywhere % (bytes.length + 1);
          // The number of NULs would not be the length of the rotated file.
          fc.pre(bytes[cut] !== 0);
          const rotated = packed ? member(bytes.subarray(0, cut)) : bytes.subarray(0, cut);
          const current = Buffer.concat([Buffer.alloc(cut), bytes.subarray(cut)]);
          const files = [captureOf(current, { chunkBytes }), captureOf(rotated, { path: 'a.log.1', chunkBytes })];
          expect(await requestsOf(files)).toEqual(expected);
          expect(await requestsOf(files.reverse())).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('are found in a file that was rotated twice', async () => {
    const bytes = Buffer.from([1, 2, 3, 4].map((n) => recordOf(postOf(`n=${n}`))).join(''), 'utf8');
    for (let first = 1; first < bytes.length; first += 7) {
      const second = Math.min(bytes.length, first + 40);
      const files = [
        captureOf(Buffer.concat([Buffer.alloc(second), bytes.subarray(second)])),
        captureOf(Buffer.concat([Buffer.alloc(first), bytes.subarray(first, second)]), { path: 'a.log.1' }),
        captureOf(bytes.subarray(0, first), { path: 'a.log.2' }),
      ];
      expect(await requestsOf(files)).toEqual(await requestsOf([captureOf(bytes)]));
    }
  });
});

describe('a file that begins with NULs', () => {
  const whole = Buffer.from(recordOf(postOf('n=1')) + recordOf(postOf('n=2')), 'utf8');
  const cut = 60;
  const current = captureOf(Buffer.concat([Buffer.alloc(cut), whole.subarray(cut)]));

  test('has one cut record when the rotated file is not there', async () => {
    const { found, facts } = await readAll([current]);
    expect(found.map(summarise)).toEqual([
      `cut at ${cut}: Its beginning is in another file.`,
      'POST /government/documents n=2',
    ]);
    expect(facts[0]).toMatchObject({ leadingNuls: cut, joinedTo: null, records: 2, broken: 1 });
  });

  test('is not joined to a file of another length', async () => {
    const { found } = await readAll([current, captureOf(whole.subarray(0, cut - 1), { path: 'b' })]);
    expect(found.filter((one) => one.kind === 'cut')).toHaveLength(2);
  });

  test('is joined to the file of its own server', async () => {
    const other = Buffer.from(recordOf(postOf('of another server'), '1 ffffffffffffffffffffffff 15'), 'utf8');
    const files = [
      captureOf(other.subarray(0, cut), { path: 'b', server: 'search-2' }),
      captureOf(whole.subarray(0, cut), { path: 'c' }),
      current,
    ];
    const { found, facts } = await readAll(files);
    expect(found.map(summarise)).toEqual([
      'POST /government/documents n=1',
      'POST /government/documents n=2',
      'cut at 0: The record ends inside the head of its message.',
    ]);
    expect(facts[2]!.joinedTo).toBe(1);
  });

  test('is joined to none where two files of its server would fit with different records', async () => {
    const other = Buffer.from(recordOf(postOf('other'), '1 ffffffffffffffffffffffff 15'), 'utf8');
    const files = [current, captureOf(whole.subarray(0, cut)), captureOf(other.subarray(0, cut), { path: 'c' })];
    const { found } = await readAll(files);
    expect(found.map(({ kind }) => kind).sort()).toEqual(['cut', 'cut', 'cut', 'request']);
  });

  test('has no record when nothing follows them', async () => {
    const { found, facts } = await readAll([captureOf(Buffer.alloc(100_000))]);
    expect(found).toEqual([]);
    expect(facts[0]).toMatchObject({ leadingNuls: 100_000, unpackedBytes: 100_000, records: 0 });
  });

  test('may begin with the end of a separator', async () => {
    for (let length = 1; length < 14; length++) {
      const end = Buffer.from(SEPARATOR_TEXT, 'utf8').subarray(-length);
      const behind = Buffer.concat([Buffer.alloc(50), end, Buffer.from(recordOf(postOf('n=1')), 'utf8')]);
      expect((await readAll([captureOf(behind)])).found.map(summarise)).toEqual(['POST /government/documents n=1']);
    }
  });
});
