import { expect, test } from 'vitest';
import { chooseEntries, overlaps } from '../../lib/importing/choose-entries.ts';
import type { OuterEntry } from '../../lib/importing/outer-entry.ts';

const entry = (name: string, changed: Partial<OuterEntry> = {}): OuterEntry => ({
  name,
  nameBytes: name.length,
  method: 8,
  flags: 0,
  crc: 1,
  bytes: 100,
  compressedBytes: 50,
  offset: 0,
  mode: 0,
  ...changed,
});

const reasonsOf = (...entries: OuterEntry[]) =>
  Object.fromEntries(chooseEntries(entries).refused.map(({ name, reason }) => [name, reason]));

test('backups are chosen, other files are left out and named, folders are not named', () => {
  const { chosen, refused, leftOut } = chooseEntries([
    entry('es_dump/', { bytes: 0 }),
    entry('es_dump', { mode: 0o040755, bytes: 0 }),
    entry('es_dump/government.zip', { mode: 0o100644 }),
    entry('es_dump/notes.txt'),
  ]);
  expect(chosen.map(({ id }) => id)).toEqual(['government.zip']);
  expect({ refused, leftOut }).toEqual({ refused: [], leftOut: ['es_dump/notes.txt'] });
});

test('links, special files, encrypted, empty and unknown entries are refused', () => {
  expect(
    reasonsOf(
      entry('link.zip', { mode: 0o120777 }),
      entry('pipe.zip', { mode: 0o010644 }),
      entry('secret.zip', { flags: 1 }),
      entry('strong.zip', { flags: 0x41 }),
      entry('aes.zip', { method: 99 }),
      entry('zstd.zip', { method: 93 }),
      entry('empty.zip', { bytes: 0, compressedBytes: 0 }),
      entry('lying.zip', { compressedBytes: 0 }),
    ),
  ).toEqual({
    'link.zip': 'It is a link or another special file.',
    'pipe.zip': 'It is a link or another special file.',
    'secret.zip': 'It is encrypted.',
    'strong.zip': 'It is encrypted.',
    'aes.zip': 'It is encrypted.',
    'zstd.zip': 'It is compressed in a way that is not known (method 93).',
    'empty.zip': 'It is empty.',
    'lying.zip': 'It is empty.',
  });
});

test('what would unpack to more than 100 times its bytes is refused, unless it is small', () => {
  expect(
    reasonsOf(
      entry('bomb.zip', { bytes: 10_000_000_000, compressedBytes: 10_000_000 }),
      entry('dense.zip', { bytes: 1_000_000_000, compressedBytes: 10_000_000 }),
      entry('small.zip', { bytes: 1_000_000, compressedBytes: 1 }),
    ),
  ).toEqual({ 'bomb.zip': 'It would unpack to 9.3 GB from 9.5 MB, as no backup does.' });
});

test('what is marked as a folder and has data is refused, not skipped', () => {
  expect(reasonsOf(entry('a.zip', { mode: 0o040755 }), entry('b/'), entry('c/', { bytes: 0 }))).toEqual({
    'a.zip': 'It is marked as a folder, but has data.',
    'b/': 'It is marked as a folder, but has data.',
  });
});

test('a link to another file is refused, not left out', () => {
  expect(reasonsOf(entry('link.txt', { mode: 0o120777 }))).toEqual({
    'link.txt': 'It is a link or another special file.',
  });
});

test('of two entries that would be the same backup, the second is refused', () => {
  expect(chooseEntries([entry('a/x.zip'), entry('a/x.zip'), entry('b/x.zip')])).toMatchObject({
    chosen: [{ id: 'x.zip' }],
    refused: [
      { name: 'a/x.zip', reason: 'The zip has another entry of this name.' },
      { name: 'b/x.zip', reason: 'a/x.zip in this zip would be the same backup, x.zip.' },
    ],
  });
});

test('a hostile name is shown escaped and shortened', () => {
  const { refused } = chooseEntries([entry(`../\u001b[31m${'x'.repeat(1000)}\u202e.zip`)]);
  expect(refused[0]!.name).toMatch(/^\.\.\/\\x1b\[31mx+…$/);
  expect(refused[0]!.name.length).toBeLessThan(310);
});

test('entries that share bytes are found, also in any order', () => {
  const apart = [entry('b', { offset: 81 }), entry('a', { offset: 0 })];
  expect(overlaps(apart, 162)).toBe(false);
  expect(overlaps(apart, 161)).toBe(true);
  expect(overlaps([entry('a'), entry('b')], 1000)).toBe(true);
  expect(overlaps([], 0)).toBe(false);
});
