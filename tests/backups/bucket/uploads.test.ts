import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BackupWriter } from '../../../lib/archive/write-backup.ts';
import { SMALLEST_PART_BYTES } from '../../../lib/buckets/part-size.ts';
import { ObjectUpload } from '../../../lib/buckets/object-upload.ts';
import type { DocumentTokens } from '../../../lib/json/document-tokens.ts';
import { tokens, writeBackup } from '../../archive/write-small-backup.ts';
import { aRun } from '../../support/a-run.ts';
import { bucketOfBackups, type BucketOfBackups } from '../../support/bucket-of-backups.ts';
import { makeAuthority } from '../../support/certificates.ts';
import { failureOf } from '../../support/failure-of.ts';
import { createBackup } from '../../support/folder-of-backups.ts';
import { startFaultyProxy, type FaultyProxy } from '../../support/faulty-proxy.ts';
import { testStore, whyNoObjectStore, type TestStore } from '../../support/object-store.ts';

const store: TestStore | null = await testStore();
const HANG = fileURLToPath(new URL('../../support/hanging-upload.ts', import.meta.url));
const MIB = 1024 * 1024;

/** About `mib` MiB of documents that can't be compressed. */
function* largeDocuments(mib: number): Generator<DocumentTokens> {
  for (let number = 0; number < mib * 4; number++)
    yield tokens(String(number), `{"text":"${randomBytes(96 * 1024).toString('hex')}","n":9007199254740993}`);
}
/** By level 0, so that the size is known: each is 192 KiB. */
const documentsIn = (mib: number): number => mib * 4;

describe.skipIf(store === null)(`uploads to a bucket (${store === null ? whyNoObjectStore() : 'VersityGW'})`, () => {
  let proxy: FaultyProxy;
  let name: string;
  let place: BucketOfBackups;

  beforeAll(async () => {
    proxy = await startFaultyProxy(store!.url);
  });
  beforeEach(async () => {
    name = await store!.makeBucket();
    place = bucketOfBackups(name, { ...store!.settings, endpoint: proxy.url });
  });
  afterEach(() => proxy.clear());
  afterAll(async () => {
    await proxy.close();
    await store!.stop();
  });

  /** Every object of the bucket, read beside the product. */
  const objects = (): string[] => {
    const root = join(store!.directory, name);
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('.sgwtmp'))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  };
  const uploads = () => place.bucket.unfinishedUploads('');

  test('a backup of many parts has no name until it is complete, and then is read to its end', async () => {
    const writer = await begin();
    await add(writer, 60);
    expect(objects()).toEqual([]);
    const listed = await place.source.list();
    expect(listed.backups).toMatchObject([
      { id: 'government/government-2018-01-08t03-00-00z.zip.partial', condition: { state: 'unfinished' } },
    ]);
    // What is uploaded while documents still come in: all but the first part, those on their way and the last one.
    expect(listed.backups[0]!.fileBytes).toBeGreaterThanOrEqual(SMALLEST_PART_BYTES);
    const { fileBytes, id } = await writer.publish(
      documentsIn(60),
      {
        cluster: { name: 'test', uuid: 'c', version: '8.19.9', distribution: 'elasticsearch' },
        index: { name: 'government-1', uuid: 'u' },
        group: 'government',
        aliases: [],
        startedAt: '2018-01-08T03:00:00.000Z',
        primaryBytes: null,
        warnings: [],
      },
      { name: 'restore-desk', version: '0' },
    );
    expect(fileBytes).toBeGreaterThan(40 * MIB);
    expect(objects()).toEqual([`search/${id}`]);
    expect(await uploads()).toEqual([]);
    expect(readdirSync(join(place.staging, 'unfinished-uploads'))).toEqual([]);
    const verified = await place.source.verify(id, aRun());
    expect(verified).toMatchObject({ documents: documentsIn(60), complete: true, fileBytes });
  }, 120_000);

  test('parts go up while documents come in, and the part with the sizes goes up last', async () => {
    await writeBackup(place.store, largeDocuments(30), { level: 0 });
    const parts = proxy.requests.filter(
      ({ method, path }) => method === 'PUT' && path.includes(name) && path.includes('partNumber='),
    );
    // A part may be sent again, where a connection was closed.
    const numbers = [...new Set(parts.map(({ path }) => Number(/partNumber=(\d+)/.exec(path)![1])))];
    expect(numbers[0]).toBe(2);
    expect(numbers.indexOf(1)).toBeGreaterThanOrEqual(numbers.length - 2);
    expect([...numbers].sort((one, other) => one - other)).toEqual(numbers.map((_, at) => at + 1));
  });

  test('an index whose definition fills the first part, and a header on the border of two parts, are whole', async () => {
    for (const prefix of [SMALLEST_PART_BYTES - 10, SMALLEST_PART_BYTES, SMALLEST_PART_BYTES + 5, 3]) {
      const key = `raw-${prefix}`;
      const upload = new ObjectUpload(place.bucket, key);
      const [before, header, after] = [randomBytes(prefix), Buffer.from('the sizes come last'), randomBytes(9 * MIB)];
      await upload.write(before, 0);
      await upload.write(Buffer.alloc(header.length), prefix, { provisional: true });
      await upload.write(after, prefix + header.length);
      await upload.write(header, prefix);
      await upload.finish();
      await upload.complete();
      expect(readFileSync(join(store!.directory, name, key)).equals(Buffer.concat([before, header, after]))).toBe(true);
    }
  });

  test('what was not written as provisional can’t be written again', async () => {
    const upload = new ObjectUpload(place.bucket, 'raw');
    await upload.write(Buffer.from('abc'), 0);
    await expect(upload.write(Buffer.from('x'), 1)).rejects.toThrow('not provisional');
    await upload.discard();
  });

  test('a backup that is discarded leaves neither an object nor an upload', async () => {
    const writer = await begin();
    await add(writer, 30);
    // Its first part is on the way.
    await expect.poll(async () => (await uploads()).length).toBe(1);
    await writer.discard();
    expect(await uploads()).toEqual([]);
    expect(objects()).toEqual([]);
    expect(readdirSync(join(place.staging, 'unfinished-uploads'))).toEqual([]);
  });

  test('a killed process leaves no object; its upload is listed, and aborted by the next backup on this machine', async () => {
    const child = spawn(
      process.execPath,
      [HANG, name, place.staging, JSON.stringify({ ...store!.settings, endpoint: proxy.url })],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(child.stdout!, 'data');
    expect(await uploads()).toHaveLength(1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(objects()).toEqual([]);
    expect((await place.source.list()).backups).toMatchObject([{ condition: { state: 'unfinished' } }]);
    await writeBackup(place.store, [tokens('1', '{}')], { group: 'other' });
    expect(await uploads()).toEqual([]);
    expect((await place.source.list()).backups).toMatchObject([{ condition: { state: 'whole' } }]);
  });

  test('an unfinished upload is deleted from the list like a file, but not if it has grown since', async () => {
    const writer = await begin();
    await add(writer, 30);
    await expect.poll(async () => (await place.source.list()).backups[0]?.fileBytes ?? 0).toBeGreaterThan(0);
    const { fileBytes, id } = (await place.source.list()).backups[0]!;
    expect((await failureOf(place.source.delete(id, fileBytes - 1))).code).toBe('plan_changed');
    await place.source.delete(id, (await place.store.stat(id))!.bytes);
    expect(await uploads()).toEqual([]);
    await writer.discard();
  });

  test('backups of one second get different names, also of two processes, and an object is never overwritten', async () => {
    const head = { group: 'government', startedAt: new Date('2018-01-08T03:00:00.000Z') };
    // Another process does not see which names this one has taken.
    const elsewhere = new ObjectUpload(place.bucket, 'search/government/government-2018-01-08t03-00-00z.zip');
    const files = [await place.store.create(head), await place.store.create(head)];
    for (const file of files) await file.write(Buffer.from('zip'), 0);
    await elsewhere.write(Buffer.from('another'), 0);
    await elsewhere.complete();
    const ids = [(await files[0]!.publish()).id, (await files[1]!.publish()).id];
    expect(ids).toEqual([
      'government/government-2018-01-08t03-00-00z-3.zip',
      'government/government-2018-01-08t03-00-00z-2.zip',
    ]);
    expect(objects()).toHaveLength(3);

    const large = await place.store.create({ ...head, group: 'large' });
    await large.write(randomBytes(20 * MIB), 0);
    const taken = new ObjectUpload(place.bucket, 'search/large/large-2018-01-08t03-00-00z.zip');
    await taken.write(Buffer.from('another'), 0);
    await taken.complete();
    await large.finish();
    expect((await failureOf(large.publish())).code).toBe('refused');
    await large.discard();
    expect(await uploads()).toEqual([]);
  });

  test('a store that is away for some seconds: the upload waits for it, and is whole', async () => {
    const writing = writeBackup(place.store, largeDocuments(60), { level: 0 });
    writing.catch(() => undefined);
    await expect
      .poll(() => proxy.requests.some(({ path }) => path.includes(name) && path.includes('partNumber=')), {
        interval: 5,
      })
      .toBe(true);
    await proxy.refuse();
    await sleep(5_000);
    await proxy.accept();
    const { id } = await writing;
    expect(await place.source.verify(id, aRun())).toMatchObject({ documents: documentsIn(60), complete: true });
    expect(await uploads()).toEqual([]);
  }, 120_000);

  test('cancelled while its last request runs, the backup is there or not, and said so', async () => {
    const abort = new AbortController();
    const upload = new ObjectUpload(place.bucket, 'search/cancelled.zip', abort.signal);
    await upload.write(randomBytes(20 * MIB), 0);
    await upload.finish();
    proxy.inject({ fault: { kind: 'delay', ms: 500 }, match: ({ method }) => method === 'POST' });
    const completing = upload.complete();
    setTimeout(() => abort.abort(), 100);
    await completing;
    expect(objects()).toEqual(['search/cancelled.zip']);
  });

  test.each([
    ['one request', 1, (path: string) => !path.includes('uploadId')],
    ['many parts', 20, (path: string) => /\?uploadId=/.test(path)],
  ])('where the answer to the last of %s is lost, the backup is there once, and whole', async (_, mib, matches) => {
    const lost = proxy.inject({
      fault: { kind: 'answer', status: 500, forward: true },
      match: ({ method, path }) => method !== 'GET' && method !== 'HEAD' && path.includes('.zip') && matches(path),
      times: 1,
    });
    const { id } = await writeBackup(place.store, largeDocuments(mib), { level: 0 });
    expect(lost.hits).toBe(1);
    expect(objects()).toEqual([`search/${id}`]);
    expect(await place.source.verify(id, aRun())).toMatchObject({ complete: true });
  });

  test.each([
    ['503 “slow down”', { kind: 'answer', status: 503, body: '<Error><Code>SlowDown</Code></Error>' }],
    ['a cut request', { kind: 'cut-request', afterBytes: 1_000_000 }],
    ['a cut answer', { kind: 'cut', afterBytes: 0 }],
  ] as const)(
    '%s for one in three parts: sent again, and the backup is whole',
    async (_, fault) => {
      let parts = 0;
      proxy.inject({ fault, match: ({ path }) => path.includes('partNumber=') && parts++ % 3 === 0 });
      const { id } = await writeBackup(place.store, largeDocuments(40), { level: 0 });
      proxy.clear();
      expect(await place.source.verify(id, aRun())).toMatchObject({ documents: documentsIn(40), complete: true });
    },
    120_000,
  );

  test('a part that arrives with another byte is refused by the store, and sent again', async () => {
    const flipped = proxy.inject({
      fault: { kind: 'flip-request', atByte: 1_000_000 },
      match: ({ path }) => path.includes('partNumber=2'),
      times: 1,
    });
    const { id } = await writeBackup(place.store, largeDocuments(40), { level: 0 });
    expect(flipped.hits).toBe(1);
    expect(await place.source.verify(id, aRun())).toMatchObject({ documents: documentsIn(40), complete: true });
  });

  test('a part that the store refuses ends the backup, and leaves nothing', async () => {
    proxy.inject({
      fault: { kind: 'answer', status: 400, body: '<Error><Code>EntityTooLarge</Code></Error>' },
      match: ({ path }) => path.includes('partNumber=2'),
    });
    const failure = await failureOf(writeAndDiscard(80));
    expect(failure).toMatchObject({
      code: 'disk',
      message: expect.stringContaining('larger than the store') as string,
    });
    expect(objects()).toEqual([]);
    expect(await uploads()).toEqual([]);
  });

  /** A backup without documents so far. */
  const begin = (): Promise<BackupWriter> =>
    createBackup(place.store, {
      group: 'government',
      startedAt: new Date('2018-01-08T03:00:00.000Z'),
      index: Buffer.from('{"settings":{},"mappings":{}}'),
      level: 0,
    });

  async function add(writer: BackupWriter, mib: number): Promise<void> {
    for (const document of largeDocuments(mib)) {
      writer.add(document);
      await writer.drain();
    }
  }

  async function writeAndDiscard(mib: number): Promise<void> {
    const writer = await begin();
    try {
      await add(writer, mib);
    } catch (error) {
      await writer.discard();
      throw error;
    }
  }
});

const secure: TestStore | null = store === null ? null : await testStore({ authority: makeAuthority('a store') });

describe.skipIf(secure === null)('a store whose certificate only the settings trust', () => {
  afterAll(() => secure!.stop());

  test('takes large parts and gives them back; without `ca` it is said that the certificate is not trusted', async () => {
    const name = await secure!.makeBucket();
    const place = bucketOfBackups(name, secure!.settings);
    const { id } = await writeBackup(place.store, largeDocuments(40), { level: 0 });
    expect(await place.source.verify(id, aRun())).toMatchObject({ documents: documentsIn(40), complete: true });
    const { problem } = await bucketOfBackups(name, { ...secure!.settings, ca: null }).source.list();
    expect(problem).toMatch(/certificate of https:\/\/127\.0\.0\.1:\d+ is not trusted[\s\S]*`ca`/);
  }, 120_000);
});
