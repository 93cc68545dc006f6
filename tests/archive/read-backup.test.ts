import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBackup } from '../../lib/backups/zip/verify-backup.ts';
import { aRun } from '../support/a-run.ts';
import { failureOf } from '../support/failure-of.ts';
import { createZip } from '../support/zip-of.ts';
import { tokens, writeBackup } from './write-small-backup.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const verify = (file: string) => verifyBackup(file, aRun());

describe('a backup of es_dump_restore', () => {
  it('is complete', async () => {
    expect(await verify('tests/fixtures/government.zip')).toMatchObject({
      origin: 'es_dump_restore',
      documents: 400,
      promised: 400,
      complete: true,
      types: ['edition'],
      versioned: false,
    });
  });

  it('is incomplete where the dump ended early', async () => {
    expect(await verify('tests/fixtures/partial-dump.zip')).toMatchObject({
      documents: 120,
      promised: 5000,
      complete: false,
    });
  });

  it('is refused where the documents do not match their CRC-32', async () => {
    const copy = join(folder, 'gem.zip');
    await copyFile('tests/fixtures/government.zip', copy);
    const bytes = await readFile(copy);
    bytes[20_000]! ^= 4;
    await writeFile(copy, bytes);
    expect((await failureOf(verify(copy))).code).toBe('backup_damaged');
  });
});

describe('a zip of another tool', () => {
  const index = { name: 'index.json', content: '{"settings":{},"mappings":{}}' };
  const promises = (n: number) => ({ name: 'num_objects.json', content: `{"num_objects":${n}}` });
  const pair = '{"index":{"_id":"1"}}\n{"a":1}\n';
  const refusal = async (entries: Parameters<typeof createZip>[0]) => {
    const file = join(folder, 'hostile.zip');
    await writeFile(file, createZip(entries));
    return failureOf(verify(file));
  };

  it('is accepted', async () => {
    const file = join(folder, 'plain.zip');
    await writeFile(file, createZip([index, promises(1), { name: 'objects', content: pair }]));
    expect(await verify(file)).toMatchObject({ documents: 1, complete: true, origin: 'es_dump_restore' });
  });

  it('may have white space around its lines, and no line break at its end', async () => {
    const digestOf = async (content: string) => {
      const file = join(folder, 'spaces.zip');
      await writeFile(file, createZip([index, promises(2), { name: 'objects', content }]));
      return verify(file);
    };
    const plain = await digestOf('{"index":{"_id":"1"}}\n{"a": "x "}\n{"index":{"_id":"2"}}\n{}\n');
    const spaced = await digestOf('{"index":{"_id":"1"}}\r\n \t{"a": "x "} \r\n{"index":{"_id":"2"}}\r\n{}\r\n');
    expect(spaced.documents).toBe(2);
    expect(spaced.digest).toBe(plain.digest);
    expect(spaced.sha256).not.toBe(plain.sha256);
    const withoutLastBreak = await digestOf('{"index":{"_id":"1"}}\n{"a": "x "}\n{"index":{"_id":"2"}}\n{}');
    expect([withoutLastBreak.documents, withoutLastBreak.digest]).toEqual([2, plain.digest]);
    expect(
      (await failureOf(digestOf('{"index":{"_id":"1"}}\n{"a": "x "}\n{"index":{"_id":"2"}}\n{"a":'))).message,
    ).toContain('Line 4 of objects is not JSON');
  });

  it('may have ZIP64 end records beside a plain one with the same numbers, as rubyzip writes them', async () => {
    const file = join(folder, 'both.zip');
    const plain = createZip([index, promises(1), { name: 'objects', content: pair }]);
    const end = plain.length - 22;
    const [entries, tableBytes, tableStart] = [
      plain.readUInt16LE(end + 10),
      plain.readUInt32LE(end + 12),
      plain.readUInt32LE(end + 16),
    ];
    const both = (claimed: number) => {
      const large = Buffer.alloc(76);
      large.write('PK\u0006\u0006', 0, 'latin1');
      large.writeBigUInt64LE(44n, 4);
      large.writeBigUInt64LE(BigInt(entries), 24);
      large.writeBigUInt64LE(BigInt(entries), 32);
      large.writeBigUInt64LE(BigInt(tableBytes), 40);
      large.writeBigUInt64LE(BigInt(claimed), 48);
      large.write('PK\u0006\u0007', 56, 'latin1');
      large.writeBigUInt64LE(BigInt(end), 64);
      large.writeUInt32LE(1, 72);
      return Buffer.concat([plain.subarray(0, end), large, plain.subarray(end)]);
    };
    await writeFile(file, both(tableStart));
    expect(await verify(file)).toMatchObject({ documents: 1, complete: true });
    await writeFile(file, both(tableStart + 1));
    expect((await failureOf(verify(file))).message).toMatch(/contradict each other/);
  });

  it.each([
    ['an entry is missing', [index, promises(1)], /objects is missing/],
    ['an entry leaves its folder', [index, promises(1), { name: '../objects', content: pair }], /leave its folder/],
    ['an entry has an absolute path', [index, promises(1), { name: '/objects', content: pair }], /leave its folder/],
    ['an entry is encrypted', [index, promises(1), { name: 'objects', content: pair, flags: 1 }], /encrypted/],
    [
      'an entry is duplicated',
      [index, promises(1), { name: 'objects', content: pair }, { name: 'objects', content: pair }],
      /twice/,
    ],
    [
      'an entry has an unknown compression method',
      [index, promises(1), { name: 'objects', content: pair, method: 99 }],
      /does not know/,
    ],
    [
      'the number of documents is not a number',
      [index, { name: 'num_objects.json', content: '{"num_objects":"all"}' }, { name: 'objects', content: pair }],
      /how many/,
    ],
    ['there are more documents than promised', [index, promises(0), { name: 'objects', content: pair }], /more than/],
    [
      'index.json is not JSON',
      [{ name: 'index.json', content: '{"settings":' }, promises(1), { name: 'objects', content: pair }],
      /not JSON/,
    ],
    [
      'a source is not JSON',
      [index, promises(1), { name: 'objects', content: '{"index":{"_id":"1"}}\n{"a":01}\n' }],
      /Line 2 .*not JSON/,
    ],
    [
      'a source is not an object',
      [index, promises(1), { name: 'objects', content: '{"index":{"_id":"1"}}\n[1]\n' }],
      /Line 2/,
    ],
    [
      'an action is not index or create',
      [index, promises(1), { name: 'objects', content: '{"delete":{"_id":"1"}}\n{"a":1}\n' }],
      /Line 1/,
    ],
    ['an action has no id', [index, promises(1), { name: 'objects', content: '{"index":{}}\n{"a":1}\n' }], /no _id/],
    [
      'the last line ends in the middle',
      [index, promises(1), { name: 'objects', content: `${pair}{"index":{"_id":"2"}}\n{"a"` }],
      /Line 4/,
    ],
    [
      'a source is missing',
      [index, promises(1), { name: 'objects', content: `${pair}{"index":{"_id":"2"}}\n` }],
      /Line 4/,
    ],
    [
      'an entry is shorter than its declared size',
      [index, promises(1), { name: 'objects', content: pair, declaredSize: 5_000 }],
      /damaged/,
    ],
    [
      'an entry is longer than its declared size',
      [index, promises(1), { name: 'objects', content: pair, declaredSize: 5 }],
      /damaged/,
    ],
    [
      'it is a zip bomb',
      [
        index,
        promises(1),
        { name: 'objects', raw: deflateRawSync(Buffer.alloc(20_000_000)), declaredSize: 900_000_000_000, content: '' },
      ],
      /inflate/,
    ],
  ])('is refused where %s', async (_case, entries, message) => {
    const failure = await refusal(entries as Parameters<typeof createZip>[0]);
    expect(failure.code).toBe('backup_damaged');
    expect(failure.message).toMatch(message);
  });

  it.each([
    '"_id":"1","_version":"1,\\"_index\\":\\"government\\""',
    '"_id":"1","_version":"1}}\\n{\\"x\\":1}\\n{\\"delete\\":{\\"_index\\":\\"government\\",\\"_id\\":\\"/vat\\""',
    ...[
      '"version":{"$gt":1}',
      '"_version":-1',
      '"_version":1.5',
      '"_version":12345678901234567890',
      '"_routing":["a","b"]',
      '"parent":true',
      '"_type":{}',
    ].map((member) => `"_id":"1",${member}`),
    ...['null', '""', '{"a":1}', '[1]', 'true'].map((id) => `"_id":${id}`),
  ])('is refused where an action has {%s}, which would be sent to the cluster unchanged', async (members) => {
    const failure = await refusal([
      index,
      promises(1),
      { name: 'objects', content: `{"index":{${members}}}\n{"a":1}\n` },
    ]);
    expect(failure).toMatchObject({ code: 'backup_damaged', message: expect.stringMatching(/Line 1 /) as string });
  });

  it('is not taken for a zip bomb where a source repeats one letter, at any level', async () => {
    const source = JSON.stringify({ text: 'A'.repeat(3_000_000) });
    for (const level of [0, 1, 6, 9]) {
      const { file, fileBytes } = await writeBackup(folder, [tokens('1', source), tokens('2', source)], {
        level,
        group: `level-${level}`,
      });
      expect(await verify(file)).toMatchObject({ documents: 2, complete: true });
      if (level === 9) expect(6_000_000 / fileBytes).toBeGreaterThan(400);
    }
  });

  it('is not a folder', async () => {
    expect(await failureOf(verify(folder))).toMatchObject({
      code: 'not_found',
      message: expect.stringMatching(/is a folder/) as string,
    });
  });

  it('is refused where it is empty, or is not a zip', async () => {
    for (const content of ['', 'not a zip', 'PK\u0003\u0004'.repeat(100)]) {
      await writeFile(join(folder, 'none.zip'), content);
      expect((await failureOf(verify(join(folder, 'none.zip')))).code).toBe('backup_damaged');
    }
  });
});
