import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { captureOf, member, postOf, readAll, recordOf, summarise, summaryOf } from './captures';

const records = Array.from({ length: 40 }, (_, n) => recordOf(postOf(`n=${n} ${randomBytes(200).toString('hex')}`)));
const text = records.join('');
const packed = member(text);
const EARLY = 'The gzip data ends early.';
const DAMAGED = 'The gzip data is damaged from here on.';

/** How many records lie whole in the first bytes of the unpacked file. */
const wholeBefore = (bytes: number) =>
  records.filter((_, n) => Buffer.byteLength(records.slice(0, n + 1).join('')) <= bytes).length;

describe('a packed file', () => {
  test('is known by its first bytes, whatever its name is', async () => {
    const { found, facts } = await readAll([captureOf(packed, { path: 'a.log', chunkBytes: 1 })]);
    expect(found).toHaveLength(40);
    expect(facts[0]).toMatchObject({ gzip: true, bytes: packed.length, unpackedBytes: Buffer.byteLength(text) });
    expect((await readAll([captureOf(text, { path: 'a.log.gz' })])).facts[0]!.gzip).toBe(false);
  });

  test('may have several members', async () => {
    const middle = text.indexOf('n=20') + 1;
    expect(await summaryOf(Buffer.concat([member(text.slice(0, middle)), member(text.slice(middle))]))).toHaveLength(
      40,
    );
  });

  test('may end with zeros', async () => {
    expect(await summaryOf(Buffer.concat([packed, Buffer.alloc(100)]))).toHaveLength(40);
  });

  test('without its trailer gives all records and one broken place', async () => {
    const { found } = await readAll([captureOf(packed.subarray(0, -8))]);
    expect(found).toHaveLength(41);
    expect(found[40]).toMatchObject({ kind: 'cut', why: EARLY, offset: Buffer.byteLength(text) });
  });

  test('that is cut anywhere gives the whole records before, and one broken place', async () => {
    for (let bytes = 2; bytes < packed.length; bytes += 131) {
      const { found, facts } = await readAll([captureOf(packed.subarray(0, bytes))]);
      const whole = found.filter((one) => one.kind === 'request').length;
      expect(whole).toBeGreaterThanOrEqual(wholeBefore(facts[0]!.unpackedBytes));
      expect(found.slice(whole).map(summarise)).toEqual([expect.stringContaining(EARLY)]);
    }
  });

  test('that is damaged gives the whole records before, and one broken place', async () => {
    // The type of a block that does not exist: 3. What lies before it is whole.
    const first = member(text);
    const behind = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x07, 1, 2, 3]);
    const { found, facts } = await readAll([captureOf(Buffer.concat([first, behind, randomBytes(50_000)]))]);
    expect(found.filter((one) => one.kind === 'request')).toHaveLength(40);
    expect(found.slice(40).map(summarise)).toEqual([`malformed at ${Buffer.byteLength(text)}: ${DAMAGED}`]);
    expect(facts[0]).toMatchObject({ records: 41, broken: 1 });
  });

  // The damaged bytes may still be unpacked for a while, to something that is no record.
  test('that is damaged in a record gives all records before, and ends with the damage', async () => {
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, packed.length >> 1, (packed.length >> 1) + 64);
    const { found, facts } = await readAll([captureOf(damaged)]);
    expect(facts[0]!.broken).toBeGreaterThanOrEqual(1);
    const firstBroken = found.findIndex(({ kind }) => kind === 'malformed' || kind === 'cut');
    expect(firstBroken).toBeGreaterThanOrEqual(10);
    expect(found.slice(0, firstBroken).every(({ kind }) => kind === 'request')).toBe(true);
    expect(found.at(-1)).toMatchObject({ kind: 'malformed', why: DAMAGED });
  });

  test('that other bytes follow gives all records and one broken place', async () => {
    const { found } = await readAll([captureOf(Buffer.concat([packed, Buffer.from('something else')]))]);
    expect(found.slice(40).map(summarise)).toEqual([expect.stringMatching(/^malformed at \d+: /)]);
    const zeros = await readAll([captureOf(Buffer.concat([packed, Buffer.alloc(5), Buffer.from('x')]))]);
    expect(zeros.found).toHaveLength(41);
  });

  test('of thousands of zeros for each byte is read in small pieces', async () => {
    const { facts, found } = await readAll([captureOf(member(Buffer.alloc(30_000_000)))]);
    expect(facts[0]).toMatchObject({ leadingNuls: 30_000_000, records: 0 });
    expect(found).toEqual([]);
  });
});

test('a file that became shorter since it was listed has one broken place', async () => {
  const whole = captureOf(text);
  const { found } = await readAll([{ ...whole, bytes: whole.bytes + 10 }]);
  expect(found[40]).toMatchObject({ kind: 'cut', why: 'The file became shorter while it was read.' });
});
