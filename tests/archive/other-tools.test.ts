import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipArchive } from 'archiver';
import { Open, Parse, type Entry } from 'unzipper';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openZip } from '../../lib/archive/read-zip.ts';
import { DEFLATED, FLAG_SIZES_FOLLOW, STORED } from '../../lib/archive/zip-layout.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { verifyBackup } from '../../lib/backups/zip/verify-backup.ts';
import { folderSource, refOfFile } from '../../lib/contract/backup-ref.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import { findUnzip } from '../../scripts/servers/info-zip.ts';
import { aRun } from '../support/a-run.ts';
import { call, emptyCluster, readIndex, seedIndex, sharedServer, type SeedDocument } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';

let url: string;
let cluster: Cluster;
let folder: string;
beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-'));
  await emptyCluster(url);
});
afterAll(async () => {
  await emptyCluster(url);
  await cluster.close();
  await rm(folder, { recursive: true, force: true });
});

/** Every entry's bytes by name, in the order of the file. */
type Contents = [name: string, bytes: Buffer][];

async function readWithOurs(file: string): Promise<Contents> {
  const zip = await openZip(file);
  try {
    const contents: Contents = [];
    for (const entry of zip.table.entries)
      contents.push([entry.name, Buffer.concat(await Array.fromAsync(zip.read(entry)))]);
    return contents;
  } finally {
    await zip.close();
  }
}

/** The end record and the longest comment: unzipper reads 80 bytes by default, and our seal takes 86. */
const tailSize = 22 + 65_535;

async function readWithUnzipper(file: string): Promise<Contents> {
  const { files } = await Open.file(file, { tailSize });
  const contents: Contents = [];
  for (const entry of files) contents.push([entry.path, await entry.buffer()]);
  return contents;
}

/** As a stream: by the local headers, without the table of contents. */
async function streamWithUnzipper(file: string): Promise<Contents> {
  const contents: Contents = [];
  const entries: AsyncIterable<Entry> = createReadStream(file).pipe(Parse({ forceStream: true }));
  for await (const entry of entries) contents.push([entry.path, await entry.buffer()]);
  return contents;
}

function readWithUnzip(file: string): Contents {
  const unzip = (...args: string[]) => execFileSync(findUnzip(), args, { maxBuffer: 64 * 1024 * 1024 });
  unzip('-t', '-q', file); // fails at the first entry that is not what its CRC-32 says
  const names = unzip('-Z1', file).toString().trimEnd().split('\n');
  return names.map((name) => [name, unzip('-p', file, name)]);
}

/** More than a piece of a megabyte of `objects`, with numbers and characters that are easily changed. */
const documents: readonly SeedDocument[] = Array.from({ length: 6_000 }, (_, n) => ({
  id: `/page/${String(n)} "é"`,
  source: `{"n":${String(n)},"one":1.0,"big":9007199254740993,"text":"${'words, ßtraße 北京 🐟 '.repeat(1 + (n % 20))}"}`,
  ...(n % 3 === 0 ? { routing: `r${String(n)}` } : {}),
}));

describe('a backup that we wrote', () => {
  const backUp = async (index: string, level: number) => {
    const place = placeOf(cluster);
    const plan = await planBackup(
      place,
      { indices: [index], source: folderSource(join(folder, String(level))) },
      aRun(),
    );
    return fileOfBackup((await runBackup(place, { kind: 'backup', plan }, aRun(), { level })).backups[0]!);
  };
  beforeAll(async () => {
    await seedIndex(url, 'full', { settings: { number_of_shards: 2 }, documents });
    await seedIndex(url, 'empty');
  });

  it.each([
    ['full', 0],
    ['full', 1],
    ['full', 9],
    ['empty', 1],
  ])(
    'of the %s index at level %s has the same bytes for unzipper, for unzip and for our reader',
    async (index, level) => {
      const file = await backUp(index, level);
      const ours = await readWithOurs(file);
      expect(ours.map(([name]) => name)).toEqual(['index.json', 'objects', 'num_objects.json', 'manifest.json']);
      expect(ours[1]![1].length > 1_048_576).toBe(index === 'full');
      expect(sameBytes(await readWithUnzipper(file), ours)).toBe(true);
      expect(sameBytes(await streamWithUnzipper(file), ours)).toBe(true);
      expect(sameBytes(readWithUnzip(file), ours)).toBe(true);
    },
  );
});

describe.each([
  { mode: 'deflated', store: false, method: DEFLATED },
  { mode: 'stored', store: true, method: STORED },
])('a file in the layout of es_dump_restore that archiver streamed $mode', ({ mode, store, method }) => {
  let file: string;
  beforeAll(async () => {
    file = join(folder, `streamed-${mode}.zip`);
    await writeWithArchiver(file, store, documents.length);
  });

  it('has its sizes after the data, and is verified', async () => {
    const zip = await openZip(file);
    await zip.close();
    expect(zip.table.entries.map((entry) => [entry.name, entry.method, entry.flags & FLAG_SIZES_FOLLOW])).toEqual(
      ['index.json', 'objects', 'num_objects.json'].map((name) => [name, method, FLAG_SIZES_FOLLOW]),
    );
    expect(sameBytes(await readWithOurs(file), await readWithUnzipper(file))).toBe(true);
    expect(await verifyBackup(file, aRun())).toMatchObject({ documents: documents.length, complete: true });
  });

  it('is restored to a real server, and every document is unchanged', async () => {
    const into = `restored-${mode}`;
    const place = placeOf(cluster);
    const plan = await planRestore(place, { backup: refOfFile(file), into, switchAlias: false }, aRun());
    const result = await runRestore(place, { kind: 'restore', plan }, aRun({ directory: join(folder, 'run') }));
    expect(result).toMatchObject({
      status: 'done',
      indexed: documents.length,
      rejected: 0,
      check: { verdict: 'equal' },
    });
    expect(await call(url, 'GET', `/${into}/_count?filter_path=count`)).toEqual({ count: documents.length });
    const restored = [...(await readIndex(url, into)).values()].map(({ id, routing, source }) => [id, routing, source]);
    expect(new Set(restored.map((document) => JSON.stringify(document)))).toEqual(
      new Set(documents.map(({ id, routing, source }) => JSON.stringify([id, routing ?? null, source]))),
    );
  });

  it('is refused after one bit of its documents has flipped', async () => {
    const damaged = await readFile(file);
    const at = damaged.length >> 1;
    damaged[at]! ^= 1;
    const copy = join(folder, `damaged-${mode}.zip`);
    await pipeline(Readable.from([damaged]), createWriteStream(copy));
    expect((await failureOf(verifyBackup(copy, aRun()))).code).toBe('backup_damaged');
  });

  it('is incomplete where it declares more documents than it has', async () => {
    const copy = join(folder, `incomplete-${mode}.zip`);
    await writeWithArchiver(copy, store, documents.length + 1);
    expect(await verifyBackup(copy, aRun())).toMatchObject({ documents: documents.length, complete: false });
  });
});

/** Every entry is a stream whose size archiver does not know before: it is in a data descriptor after the data. */
async function writeWithArchiver(file: string, store: boolean, promised: number): Promise<void> {
  const archive = new ZipArchive({ store });
  const written = pipeline(archive, createWriteStream(file));
  const append = (name: string, lines: Iterable<string>) =>
    archive.append(Readable.from(lines, { objectMode: false }), { name });
  const settings = { index: { number_of_shards: '2', number_of_replicas: '0' } };
  append('index.json', [JSON.stringify({ settings, mappings: { properties: { text: { type: 'text' } } } })]);
  append('objects', documents.map(pairOf));
  append('num_objects.json', [JSON.stringify({ num_objects: promised })]);
  await archive.finalize();
  await written;
}

const pairOf = ({ id, routing, source }: SeedDocument): string =>
  `${JSON.stringify({ index: { _id: id, ...(routing === undefined ? {} : { _routing: routing }) } })}\n${String(source)}\n`;

/** Not `toEqual`, which is slow for megabytes and prints them where they differ. */
const sameBytes = (one: Contents, two: Contents): boolean =>
  one.length === two.length && one.every(([name, bytes], at) => name === two[at]![0] && bytes.equals(two[at]![1]));
