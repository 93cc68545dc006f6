import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, deflateRawSync } from 'node:zlib';
import { ZipArchive } from 'archiver';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ImportBudget } from '../../../lib/backups/zip/import-budget.ts';
import { importOne, isRefusal } from '../../../lib/backups/zip/import-one.ts';
import { importZips } from '../../../lib/backups/zip/import-zips.ts';
import { folderStore, listBackups } from '../../support/folder-of-backups.ts';
import { BUNDLE_COMMENT } from '../../../lib/archive/bundle-comment.ts';
import { storedSize } from '../../../lib/bundling/stored-size.ts';
import { zipStream } from '../../../lib/bundling/zip-stream.ts';
import { DEFAULT_IMPORT_LIMITS, type ImportLimits } from '../../../lib/importing/limits.ts';
import type { Progress } from '../../../lib/contract/progress.ts';
import { tokens, writeBackup } from '../../archive/write-small-backup.ts';
import { failureOf } from '../../support/failure-of.ts';
import { zipWith } from '../../support/hostile-zips.ts';
import { createZip, type TestZipEntry } from '../../support/zip-of.ts';

const GEM = readFileSync('tests/fixtures/government.zip');
const PARTIAL = readFileSync('tests/fixtures/partial-dump.zip');
const DATED = 'government/government-2018-01-08t03-00-00z.zip';

let folder: string;
let directory: string;
// One for all: each directory has a process of its own.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  directory = join(folder, 'backups');
});
beforeEach(() => {
  mkdirSync(directory);
});
afterEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

const deflated = (name: string, bytes: Buffer, changed: Partial<TestZipEntry> = {}): TestZipEntry => ({
  name,
  content: '',
  raw: deflateRawSync(bytes),
  declaredSize: bytes.length,
  crc: crc32(bytes),
  ...changed,
});
const stored = (name: string, bytes: Buffer): TestZipEntry => ({ ...deflated(name, bytes), method: 0, raw: bytes });

/** As a zip of the old wrapper's files, without another tool: most are made by hand, so that a test can make anything wrong. */
const zipOf = (...entries: TestZipEntry[]): Buffer => createZip(entries);

interface Options {
  name?: string;
  limits?: Partial<ImportLimits>;
  signal?: AbortSignal;
  report?: (progress: Progress) => void;
}

async function importBytes(bytes: Buffer, { name = 'es_dump.zip', ...options }: Options = {}) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return importFiles([path], options);
}

function importFiles(paths: string[], { limits = {}, signal, report = () => undefined }: Options = {}) {
  return importZips(
    folderStore(directory),
    paths.map((path) => ({ kind: 'file', path, place: path, name: basename(path), bytes: 1 })),
    { ...DEFAULT_IMPORT_LIMITS, ...limits },
    { signal: signal ?? new AbortController().signal, report, log: () => undefined },
  );
}

/** Everything in the backup directory, hidden files included. */
const filesThere = (): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();

async function expectNothing(): Promise<void> {
  expect(readdirSync(directory)).toEqual([]);
  expect((await listBackups(directory)).backups).toEqual([]);
}

describe('a good zip', () => {
  test('of several dumps is imported, with what is in no folder and what is not', async () => {
    const found = await importBytes(
      zipOf(
        deflated('var/es_dump/government.zip', GEM),
        stored(`var/es_dump/${DATED}`, GEM),
        deflated('var/notes.txt', GEM),
      ),
    );
    expect(found.imported.map(({ id, documents }) => [id, documents])).toEqual([
      ['government.zip', 400],
      [DATED, 400],
    ]);
    expect(found.refused).toEqual([]);
    expect(found.leftOut.map(({ name }) => name)).toEqual(['var/notes.txt']);
    expect(filesThere()).toEqual(['government.zip', DATED].sort());
    expect(readFileSync(join(directory, DATED)).equals(GEM)).toBe(true);
    expect((await listBackups(directory)).backups.map(({ condition }) => condition.state)).toEqual(['whole', 'whole']);
  });

  test('that is itself a backup is imported under its name', async () => {
    const made = join(folder, 'made');
    const { id } = await writeBackup(made, [tokens('a', '{"n":9007199254740993}')]);
    const found = await importFiles([join(made, id)]);
    expect(found).toMatchObject({ imported: [{ id: DATED, documents: 1, origin: 'restore-desk' }], refused: [] });
    expect(readFileSync(join(directory, DATED)).equals(readFileSync(join(made, id)))).toBe(true);
  });

  test('of archiver with ZIP64 records and sizes after the data is imported', async () => {
    const path = join(folder, 'zip64.zip');
    const archive = new ZipArchive({ forceZip64: true });
    archive.append(GEM, { name: 'es_dump/government.zip' });
    archive.append(GEM, { name: 'es_dump/mainstream.zip', store: true });
    await Promise.all([archive.finalize(), pipeline(archive, createWriteStream(path))]);
    expect((await importFiles([path])).imported.map(({ id }) => id)).toEqual(['government.zip', 'mainstream.zip']);
  });

  test('whose last dump is stored is read by its own table of contents, not by that of the dump', async () => {
    expect((await importBytes(zipOf(stored('a.zip', GEM), stored('b.zip', GEM)))).imported).toHaveLength(2);
  });

  test('beside which a file like that of a backup lies is a zip of backups', async () => {
    const found = await importBytes(zipOf(deflated('index.json', Buffer.from('{}')), deflated('a.zip', GEM)));
    expect(found.imported.map(({ id }) => id)).toEqual(['a.zip']);
    expect(found.leftOut.map(({ name }) => name)).toEqual(['index.json']);
  });

  test('of another system has no modes', async () => {
    const found = await importBytes(zipOf(deflated('a.zip', GEM, { mode: 0o120777, host: 0 })));
    expect(found.imported.map(({ id }) => id)).toEqual(['a.zip']);
  });

  test('that is our own bundle gives each backup its own name again', async () => {
    const path = join(folder, 'bundle.zip');
    const ids = ['a/manual.zip', 'b/manual.zip', DATED];
    const parts = ids.map((name) => ({
      name,
      modifiedAt: new Date(),
      method: 'store' as const,
      content: () => Readable.from([GEM]) as AsyncIterable<Buffer>,
    }));
    const never = new AbortController().signal;
    await pipeline(zipStream(parts, never, BUNDLE_COMMENT), createWriteStream(path));
    expect(statSync(path).size).toBe(
      storedSize(
        ids.map((name) => ({ name, bytes: GEM.length })),
        BUNDLE_COMMENT,
      ),
    );
    expect((await importFiles([path])).imported.map(({ id }) => id)).toEqual(ids);
    expect((await listBackups(directory)).backups.map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  test('reports its progress', async () => {
    const phases = new Set<string>();
    await importBytes(zipOf(deflated('a.zip', GEM)), { report: ({ phase }) => phases.add(phase) });
    expect([...phases]).toEqual(['unpack', 'read-backup']);
  });
});

describe('what is there', () => {
  test('is never overwritten: the same backup, and another one of the name', async () => {
    writeFileSync(join(directory, 'government.zip'), GEM);
    writeFileSync(join(directory, 'mainstream.zip'), 'another');
    const found = await importBytes(zipOf(deflated('government.zip', GEM), deflated('mainstream.zip', GEM)));
    expect(found.imported).toEqual([]);
    expect(found.refused.map(({ reason }) => reason)).toEqual([
      'The same backup is already there (government.zip).',
      'A backup of the name mainstream.zip exists, and is another one.',
    ]);
    expect(filesThere()).toEqual(['government.zip', 'mainstream.zip']);
    expect(readFileSync(join(directory, 'mainstream.zip'), 'utf8')).toBe('another');
  });

  test('two imports of the same zip at once give each backup its name once', async () => {
    const entries = ['a', 'b', 'c'].map((name) => deflated(`${name}/${name}-2018-01-08t03-00-00z.zip`, GEM));
    const path = join(folder, 'es_dump.zip');
    writeFileSync(path, zipOf(...entries));
    const both = await Promise.all([importFiles([path]), importFiles([path])]);
    expect(both.flatMap(({ imported }) => imported.map(({ id }) => id)).sort()).toEqual(
      ['a', 'b', 'c'].map((name) => `${name}/${name}-2018-01-08t03-00-00z.zip`),
    );
    const reasons = both.flatMap(({ refused }) => refused.map(({ reason }) => reason));
    expect(reasons).toHaveLength(3);
    for (const reason of reasons) expect(reason).toContain('The same backup is already there');
    expect(filesThere()).toHaveLength(3);
  });

  test('a folder that is a link leads nowhere', async () => {
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(directory, 'government'));
    const { refused } = await importBytes(zipOf(deflated(DATED, GEM)));
    expect(refused[0]!.reason).toContain('is a link');
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
  });
});

/** The second entry's place is that of the first. */
function overlapping(): Buffer {
  const zip = zipOf(deflated('a.zip', GEM), deflated('b.zip', GEM));
  zip.writeUInt32LE(0, zip.lastIndexOf('PK\u0001\u0002', undefined, 'latin1') + 42);
  return zip;
}

const zeros = (bytes: number) => deflateRawSync(Buffer.alloc(bytes), { level: 9 });

describe('a hostile or broken zip leaves nothing behind, and its reason is named', () => {
  const dump = zipOf(deflated('government.zip', GEM));
  test.each<[string, Buffer, RegExp, Options?]>([
    ['no zip', Buffer.from('no zip at all, but long enough to be one'), /no zip file/],
    ['an empty file', Buffer.alloc(0), /empty/],
    ['a zip that was cut off', dump.subarray(0, dump.length - 30), /cut short/],
    ['a zip without its beginning', dump.subarray(1000), /no zip file/],
    ['a damaged dump', zipOf(deflated('a.zip', zipWith({ objects: '{"index":{"_id":"1"}}\nnot json\n' }))), /not JSON/],
    ['an incomplete dump', zipOf(deflated('a.zip', PARTIAL)), /incomplete: 120 of 5,000 documents/],
    ['a zip in a zip in a zip', zipOf(deflated('a.zip', dump)), /objects is missing/],
    ['a wrong CRC-32', zipOf(deflated('a.zip', GEM, { crc: 1 })), /CRC-32/],
    [
      'data that is no deflate stream',
      zipOf(deflated('a.zip', GEM, { raw: Buffer.alloc(500, 0xff) })),
      /can’t be unpacked/,
    ],
    ['data that ends early', zipOf(deflated('a.zip', GEM, { raw: deflateRawSync(GEM).subarray(0, 9000) })), /unpack/],
    [
      'more data than declared',
      zipOf(deflated('a.zip', GEM, { raw: zeros(50_000_000), declaredSize: 1000 })),
      /more than the 1000/,
    ],
    [
      'less data than declared',
      zipOf(deflated('a.zip', GEM, { declaredSize: GEM.length + 1 })),
      /bytes that its header/,
    ],
    [
      'more than may be unpacked',
      zipOf(deflated('a.zip', GEM)),
      /would unpack to 50.7 KB.*raise `import.maxUnpacked`/,
      { limits: { maxUnpackedBytes: 50_000 } },
    ],
    [
      'documents beyond what may be unpacked',
      zipOf(deflated('a.zip', GEM)),
      /documents would unpack to/,
      { limits: { maxUnpackedBytes: 100_000 } },
    ],
    ['a claim of more than any disk', zipOf(deflated('a.zip', GEM, { declaredSize: 2 ** 50 })), /would unpack to/],
    ['entries that share their bytes', overlapping(), /share the same bytes/],
    [
      'too many entries',
      zipOf(stored('a.zip', GEM), stored('b.zip', GEM)),
      /2 entries; at most 1.*raise `import.maxFiles`/,
      { limits: { maxFiles: 1 } },
    ],
    ['an absolute name', zipOf(deflated('/tmp/import-evil.zip', GEM)), /absolute/],
    ['a name that leaves the folder', zipOf(deflated('a/../../evil.zip', GEM)), /leaves the folder/],
    ['a name that leaves the folder by backslashes', zipOf(deflated('..\\evil.zip', GEM)), /leaves the folder/],
    ['a link', zipOf(deflated('link.zip', Buffer.from('/etc/passwd'), { mode: 0o120777 })), /link/],
    ['an encrypted entry', zipOf(deflated('a.zip', GEM, { flags: 1 })), /encrypted/],
    ['nothing but other files', zipOf(deflated('notes.txt', GEM)), /neither a backup nor a zip of backups/],
    ['no entries', zipOf(), /empty: it holds no backup/],
  ])('%s', async (_, bytes, reason, options = {}) => {
    const found = await importBytes(bytes, options);
    expect(found.imported).toEqual([]);
    expect(found.refused.map((each) => each.reason).join(' ')).toMatch(reason);
    await expectNothing();
    expect(existsSync('/tmp/import-evil.zip')).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['backups', 'es_dump.zip']);
  });

  test('a good dump beside bad ones is imported', async () => {
    const found = await importBytes(
      zipOf(deflated('../x.zip', GEM), deflated('bad.zip', PARTIAL), deflated('good.zip', GEM)),
    );
    expect(found.imported.map(({ id }) => id)).toEqual(['good.zip']);
    expect(found.refused.map(({ name }) => name)).toEqual(['../x.zip', 'bad.zip']);
    expect(filesThere()).toEqual(['good.zip']);
  });

  test('a dump of a newer format is refused, and the one after it is imported', async () => {
    const newer = zipWith({ 'manifest.json': '{"format":2}' });
    const found = await importBytes(zipOf(deflated('a.zip', GEM), deflated('b.zip', newer), deflated('c.zip', GEM)));
    expect(found.imported.map(({ id }) => id)).toEqual(['a.zip', 'c.zip']);
    expect(found.refused).toMatchObject([{ name: 'b.zip', reason: expect.stringContaining('newer Restore Desk') }]);
  });

  test('sizes that headers claim and nothing is written of do not count against later dumps', async () => {
    const declaredSize = 2_500_000;
    const lying = createZip([
      { name: 'index.json', content: '{"settings":{},"mappings":{}}' },
      { name: 'objects', content: '{"index":{"_id":"1"}}\n{"a":1}\n', declaredSize },
      { name: 'num_objects.json', content: '{"num_objects":1}' },
    ]);
    const found = await importBytes(
      zipOf(deflated('a.zip', GEM, { declaredSize }), deflated('b.zip', lying), deflated('good.zip', GEM)),
      { limits: { maxUnpackedBytes: 2_600_000 } },
    );
    expect(found.refused.map(({ name }) => name)).toEqual(['a.zip', 'b.zip']);
    expect(found.imported.map(({ id }) => id)).toEqual(['good.zip']);
  });

  test('what is larger than the free space is refused alone, before a byte is written', async () => {
    const one = { name: 'a.zip', id: 'a.zip', bytes: 2 ** 50, pieces: Readable.from([GEM]) as AsyncIterable<Buffer> };
    const run = { signal: new AbortController().signal, report: () => undefined, log: () => undefined };
    const budget = new ImportBudget({ ...DEFAULT_IMPORT_LIMITS, maxUnpackedBytes: 2 ** 52 }, 1, run);
    const error = await failureOf(importOne(folderStore(directory), one, budget, run));
    expect(error).toMatchObject({ code: 'refused', message: expect.stringMatching(/free, and .* are needed/) });
    expect(isRefusal(error)).toBe(true);
    await expectNothing();
  });

  test('what does not begin as a zip is refused before it is unpacked', async () => {
    const phases: string[] = [];
    const found = await importBytes(zipOf(stored('a.zip', Buffer.alloc(3_000_000, 'x'))), {
      report: ({ phase }) => phases.push(phase),
    });
    expect(found.refused[0]!.reason).toMatch(/^It is no zip file/);
    expect(phases).toEqual([]);
    await expectNothing();
  });

  test('any byte that is wrong ends in a result, never in a hang or a crash', async () => {
    const small = zipOf(deflated('a.zip', zipWith({})));
    for (let at = 0; at < small.length; at += 7) {
      const changed = Buffer.from(small);
      changed[at]! ^= 0xff;
      const found = await importBytes(changed);
      expect(found.imported.length + found.refused.length).toBeGreaterThan(0);
      rmSync(directory, { recursive: true });
      mkdirSync(directory);
    }
  });
});

test('a cancelled import leaves nothing behind but what was complete', async () => {
  const abort = new AbortController();
  const second = (progress: Progress) => {
    if (progress.subject === 'b.zip') abort.abort();
  };
  const zip = zipOf(deflated('a.zip', GEM), deflated('b.zip', GEM));
  expect(await failureOf(importBytes(zip, { signal: abort.signal, report: second }))).toMatchObject({
    code: 'cancelled',
  });
  expect(filesThere()).toEqual(['a.zip']);
  expect(readdirSync(directory)).toEqual(['a.zip']);
});

test('what was imported before a failure is named in the error', async () => {
  const good = join(folder, 'good.zip');
  writeFileSync(good, zipOf(deflated('a.zip', GEM), deflated('bad.zip', PARTIAL)));
  expect(await failureOf(importFiles([good, join(folder, 'missing.zip')]))).toMatchObject({
    code: 'not_found',
    details: { soFar: { imported: ['a.zip'], refused: [{ name: 'bad.zip' }], leftOut: [] } },
  });
});

test('what a dead import left behind is removed, and that of a running one is not', async () => {
  const hidden = join(directory, '.restore-desk-import');
  mkdirSync(hidden);
  await importBytes(zipOf(deflated('a.zip', GEM)), {
    report: () => {
      // While this import runs, its own file is there.
      const own = readdirSync(hidden).find((name) => name.startsWith(`${process.pid}-`))!;
      const [, started, space] = own.split('-');
      writeFileSync(join(hidden, `999999999-${started}-${space}-0123456789abcdef.unpacked`), 'dead');
      writeFileSync(
        join(hidden, `1-000000000000-${space}-0123456789abcdef.unpacked`),
        'dead: another process has its number',
      );
      writeFileSync(join(hidden, `${process.pid}-${started}-${space}-0123456789abcdef.unpacked`), 'running');
      writeFileSync(join(hidden, 'something-else'), 'not ours');
    },
  });
  await importBytes(zipOf(deflated('b.zip', GEM)));
  expect(readdirSync(hidden).map((name) => name.split('-')[0])).toEqual([String(process.pid), 'something']);
});
