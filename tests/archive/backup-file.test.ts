import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBackup } from '../../lib/archive/write-backup.ts';
import { isAppError } from '../../lib/errors.ts';
import type { DocumentTokens } from '../../lib/json/document-tokens.ts';
import { verifyBackup } from '../../lib/backups/folder/verify-backup.ts';
import { programPath } from '../../scripts/servers/system-packages.ts';
import { aRun } from '../support/a-run.ts';
import { failureOf } from '../support/failure-of.ts';
import { readBackupFile } from '../support/read-backup-file.ts';
import { appendEntry, createZip } from '../support/zip-of.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A document as a search answer has it. */
function tokens(id: string, source: string, routing?: string): DocumentTokens {
  const parts = [JSON.stringify(id), routing === undefined ? '' : JSON.stringify(routing), '7', source].map((part) =>
    Buffer.from(part),
  );
  const at = (part: number) => parts.slice(0, part).reduce((sum, bytes) => sum + bytes.length, 0);
  return {
    bytes: Buffer.concat(parts),
    idStart: at(0),
    idEnd: at(1),
    routingStart: routing === undefined ? -1 : at(1),
    routingEnd: routing === undefined ? -1 : at(2),
    versionStart: at(2),
    versionEnd: at(3),
    typeStart: -1,
    typeEnd: -1,
    sourceStart: at(3),
    sourceEnd: at(4),
  };
}

const cluster = { name: 'test', uuid: 'c', version: '8.19.9', distribution: 'elasticsearch' } as const;

async function write(
  documents: readonly DocumentTokens[],
  options: { level?: number; group?: string; startedAt?: Date } = {},
) {
  const startedAt = options.startedAt ?? new Date('2018-01-08T03:00:00.000Z');
  const writer = await createBackup(folder, {
    group: options.group ?? 'government',
    startedAt,
    index: Buffer.from('{"settings":{},"mappings":{}}'),
    ...(options.level === undefined ? {} : { level: options.level }),
  });
  for (const document of documents) {
    writer.add(document);
    await writer.drain();
  }
  return writer.publish(
    documents.length,
    {
      cluster,
      index: { name: 'government-1', uuid: 'u' },
      group: 'government',
      aliases: [],
      startedAt: startedAt.toISOString(),
      primaryBytes: null,
      warnings: [],
    },
    { name: 'restore-desk', version: '0' },
  );
}

const verify = (file: string) => verifyBackup(file, aRun());

it.each(['../elsewhere', '..', '.', 'a/../../b', '/etc', 'a\\b', 'a\u0000'])(
  'is not written under the name %j, whatever a cluster calls its indices',
  async (group) => {
    expect(
      (
        await failureOf(
          createBackup(folder, { group, startedAt: new Date(), index: Buffer.from('{}') }).then(() => undefined),
        )
      ).code,
    ).toBe('refused');
  },
);

describe('a backup file', () => {
  it.each([0, 1, 6, 9])(
    'written at level %i is read back to the letter, by our reader and by others',
    async (level) => {
      const documents = [
        tokens('/vat-rates', '{"a":1.0,"a":9007199254740993}'),
        tokens('id with "quotes"\u2028', '{\n  "pretty": "a\\nb"\r\n}', 'route'),
        tokens('empty', '{}'),
      ];
      const { file } = await write(documents, { level, group: `level-${level}` });
      const verification = await verify(file);
      expect(verification).toMatchObject({ documents: 3, complete: true, versioned: true, origin: 'restore-desk' });
      const read = await readBackupFile(file);
      expect(read.promised).toBe(3);
      expect([...read.documents.values()].map(({ source }) => source)).toEqual([
        '{"a":1.0,"a":9007199254740993}',
        '{   "pretty": "a\\nb"  }',
        '{}',
      ]);
      expect(read.documents.get('id with "quotes"\u2028')?.action).toEqual({
        _id: 'id with "quotes"\u2028',
        _routing: 'route',
        version_type: 'external',
        _version: 7,
      });
      const python = programPath('python3');
      if (python)
        execFileSync(python, [
          '-c',
          'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; assert z.namelist()==["index.json","objects","num_objects.json","manifest.json"]',
          file,
        ]);
    },
  );

  it('of no documents is a backup too', async () => {
    const { file, manifest } = await write([], { group: 'none' });
    expect(manifest.documents).toBe(0);
    expect(await verify(file)).toMatchObject({ documents: 0, complete: true, objectsBytes: 0 });
  });

  it('never overwrites another, and two writers of the same second get two files', async () => {
    const [one, two] = await Promise.all([
      write([tokens('a', '{"n":1}')], { group: 'twins' }),
      write([tokens('a', '{"n":2}')], { group: 'twins' }),
    ]);
    expect(new Set([one.id, two.id]).size).toBe(2);
    const third = await write([tokens('a', '{"n":3}')], { group: 'twins' });
    for (const { file } of [one, two, third]) expect((await verify(file)).documents).toBe(1);
    expect((await readdir(join(folder, 'twins'))).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('that is given up leaves nothing', async () => {
    const writer = await createBackup(folder, { group: 'given-up', startedAt: new Date(), index: Buffer.from('{}') });
    writer.add(tokens('a', '{}'));
    await writer.drain();
    expect(await readdir(join(folder, 'given-up'))).toHaveLength(1);
    await writer.discard();
    expect(await readdir(folder)).not.toContain('given-up');
  });

  it('with an entry that somebody put in is refused by its name, though zip tools keep the seal', async () => {
    const { file } = await write([tokens('a', '{}')], { group: 'added' });
    await writeFile(file, appendEntry(await readFile(file), { name: 'notes.txt', content: 'hi' }));
    expect(await failureOf(verify(file))).toMatchObject({
      code: 'backup_damaged',
      message: 'The entry "notes.txt" was put into the file after it was written.',
    });
  });

  it.skipIf(process.platform !== 'linux')('is refused at once in a folder that nothing can be made in', async () => {
    expect(
      await failureOf(
        createBackup('/proc/backups', { group: 'government', startedAt: new Date(), index: Buffer.from('{}') }),
      ),
    ).toMatchObject({ code: 'disk', message: 'The backup directory is not there (/proc/backups).' });
  });

  it('is not written behind a link, where no list would find it', async () => {
    await mkdir(join(folder, 'bigger-disk'));
    await symlink(join(folder, 'bigger-disk'), join(folder, 'linked'));
    const failure = await failureOf(write([tokens('a', '{}')], { group: 'linked' }));
    expect(failure).toMatchObject({
      code: 'refused',
      message: `${join(folder, 'linked')} is a link, and backups behind a link are not listed.`,
    });
    expect(await readdir(join(folder, 'bigger-disk'))).toEqual([]);
  });

  it('is refused after any one bit has flipped', async () => {
    const { file } = await write(
      Array.from({ length: 40 }, (_, n) => tokens(`id-${n}`, JSON.stringify({ n, text: `words and more words ${n}` }))),
      { group: 'flips' },
    );
    const whole = await readFile(file);
    const copy = join(folder, 'flipped.zip');
    const survivors: number[] = [];
    for (let at = 0; at < whole.length; at++) {
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 1 << (at % 8);
      await writeFile(copy, flipped);
      const outcome = await verify(copy).then(
        () => 'taken',
        (error: unknown) => (isAppError(error) ? error.code : String(error)),
      );
      if (outcome !== 'backup_damaged') survivors.push(at);
    }
    expect(survivors).toEqual([]);
  });

  it('is refused when cut anywhere', async () => {
    const { file } = await write(
      Array.from({ length: 40 }, (_, n) => tokens(`id-${n}`, `{"n":${n}}`)),
      { group: 'cuts' },
    );
    const whole = await readFile(file);
    const copy = join(folder, 'cut.zip');
    for (let cut = 0; cut < 200; cut++) {
      await writeFile(copy, whole.subarray(0, Math.floor((whole.length * cut) / 200)));
      expect((await failureOf(verify(copy))).code).toBe('backup_damaged');
    }
  });
});

describe('what the old gem wrote', () => {
  it('is read, and said to be whole', async () => {
    expect(await verify('tests/fixtures/government.zip')).toMatchObject({
      origin: 'es_dump_restore',
      documents: 400,
      promised: 400,
      complete: true,
      types: ['edition'],
      versioned: false,
    });
  });

  it('is said to be incomplete, with the numbers, where the dump died', async () => {
    expect(await verify('tests/fixtures/partial-dump.zip')).toMatchObject({
      documents: 120,
      promised: 5000,
      complete: false,
    });
  });

  it('is refused when the documents are not what the CRC says', async () => {
    const copy = join(folder, 'gem.zip');
    await copyFile('tests/fixtures/government.zip', copy);
    const bytes = await readFile(copy);
    bytes[20_000]! ^= 4;
    await writeFile(copy, bytes);
    expect((await failureOf(verify(copy))).code).toBe('backup_damaged');
  });
});

describe('hostile and broken zips', () => {
  const index = { name: 'index.json', content: '{"settings":{},"mappings":{}}' };
  const promises = (n: number) => ({ name: 'num_objects.json', content: `{"num_objects":${n}}` });
  const pair = '{"index":{"_id":"1"}}\n{"a":1}\n';
  const refusal = async (entries: Parameters<typeof createZip>[0]) => {
    const file = join(folder, 'hostile.zip');
    await writeFile(file, createZip(entries));
    return failureOf(verify(file));
  };

  it('a plain one made by another tool is taken', async () => {
    const file = join(folder, 'plain.zip');
    await writeFile(file, createZip([index, promises(1), { name: 'objects', content: pair }]));
    expect(await verify(file)).toMatchObject({ documents: 1, complete: true, origin: 'es_dump_restore' });
  });

  it('white space round a line is no part of it: carriage returns, and spaces round a source; the last line may lack its line break', async () => {
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
    const unended = await digestOf('{"index":{"_id":"1"}}\n{"a": "x "}\n{"index":{"_id":"2"}}\n{}');
    expect([unended.documents, unended.digest]).toEqual([2, plain.digest]);
    expect(
      (await failureOf(digestOf('{"index":{"_id":"1"}}\n{"a": "x "}\n{"index":{"_id":"2"}}\n{"a":'))).message,
    ).toContain('Line 4 of objects is not JSON');
  });

  it('ZIP64 end records are believed beside a plain one that holds the numbers too, if they agree (rubyzip writes both)', async () => {
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
      'an entry stands twice',
      [index, promises(1), { name: 'objects', content: pair }, { name: 'objects', content: pair }],
      /twice/,
    ],
    [
      'an entry is packed in an unknown way',
      [index, promises(1), { name: 'objects', content: pair, method: 99 }],
      /does not know/,
    ],
    [
      'the promise is no number',
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
      'a source is no object',
      [index, promises(1), { name: 'objects', content: '{"index":{"_id":"1"}}\n[1]\n' }],
      /Line 2/,
    ],
    [
      'an action is none',
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
      'more is said to be inside than is',
      [index, promises(1), { name: 'objects', content: pair, claims: 5_000 }],
      /damaged/,
    ],
    [
      'less is said to be inside than is',
      [index, promises(1), { name: 'objects', content: pair, claims: 5 }],
      /damaged/,
    ],
    [
      'it is a bomb',
      [
        index,
        promises(1),
        { name: 'objects', raw: deflateRawSync(Buffer.alloc(20_000_000)), claims: 900_000_000_000, content: '' },
      ],
      /inflate/,
    ],
  ])('refused where %s', async (_case, entries, words) => {
    const failure = await refusal(entries as Parameters<typeof createZip>[0]);
    expect(failure.code).toBe('backup_damaged');
    expect(failure.message).toMatch(words);
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
  ])(
    'refused where an action says {%s}: what is no text, number or version would be sent to the cluster as it stands',
    async (members) => {
      const failure = await refusal([
        index,
        promises(1),
        { name: 'objects', content: `{"index":{${members}}}\n{"a":1}\n` },
      ]);
      expect(failure).toMatchObject({ code: 'backup_damaged', message: expect.stringMatching(/Line 1 /) as string });
    },
  );

  it('what repeats itself a thousand times is no bomb: any level’s file of it verifies', async () => {
    const source = JSON.stringify({ text: 'A'.repeat(3_000_000) });
    for (const level of [0, 1, 6, 9]) {
      const { file, fileBytes } = await write([tokens('1', source), tokens('2', source)], {
        level,
        group: `level-${level}`,
      });
      expect(await verify(file)).toMatchObject({ documents: 2, complete: true });
      if (level === 9) expect(6_000_000 / fileBytes).toBeGreaterThan(400);
    }
  });

  it('a folder is said to be one', async () => {
    expect(await failureOf(verify(folder))).toMatchObject({
      code: 'not_found',
      message: expect.stringMatching(/is a folder/) as string,
    });
  });

  it('refused where it is empty, or no zip at all', async () => {
    for (const content of ['', 'not a zip', 'PK\u0003\u0004'.repeat(100)]) {
      await writeFile(join(folder, 'none.zip'), content);
      expect((await failureOf(verify(join(folder, 'none.zip')))).code).toBe('backup_damaged');
    }
  });
});
