import { mkdtempSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DeleteObjectCommand, PutBucketPolicyCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BucketSettings } from '../../../lib/buckets/bucket-settings.ts';
import { openForReading } from '../../../lib/files/place.ts';
import { tokens, writeBackup } from '../../archive/write-small-backup.ts';
import { aRun } from '../../support/a-run.ts';
import { bucketOfBackups, type BucketOfBackups } from '../../support/bucket-of-backups.ts';
import { failureOf } from '../../support/failure-of.ts';
import { startFaultyProxy, type FaultyProxy } from '../../support/faulty-proxy.ts';
import { testStore, whyNoObjectStore, type TestStore } from '../../support/object-store.ts';

const store: TestStore | null = await testStore();
const WRONG_CLOCK = fileURLToPath(new URL('../../support/list-by-wrong-clock.ts', import.meta.url));
const BYTES = 11_000_000;
const content = Buffer.from(Array.from({ length: BYTES }, (_, at) => (at * 31 + (at >> 8)) & 0xff));

describe.skipIf(store === null)(`reading a bucket (${store === null ? whyNoObjectStore() : 'VersityGW'})`, () => {
  let proxy: FaultyProxy;
  let name: string;
  let place: BucketOfBackups;
  const at = (settings: Partial<BucketSettings>) => bucketOfBackups(name, { ...store!.settings, ...settings });

  beforeAll(async () => {
    proxy = await startFaultyProxy(store!.url);
  });
  beforeEach(async () => {
    name = await store!.makeBucket();
    place = at({ endpoint: proxy.url });
  });
  afterEach(() => proxy.clear());
  afterAll(async () => {
    await proxy.close();
    await store!.stop();
  });

  const put = (key: string, body: Buffer) =>
    store!.client.send(new PutObjectCommand({ Bucket: name, Key: key, Body: body }));

  async function readAll(pieceBytes: number, signal?: AbortSignal): Promise<Buffer> {
    const file = await openForReading(place.store.file('large.zip'), signal);
    try {
      const all = Buffer.alloc(file.facts.size);
      for (let from = 0; from < all.length;) {
        const { bytesRead } = await file.read(all, from, Math.min(pieceBytes, all.length - from), from, signal);
        from += bytesRead;
      }
      return all;
    } finally {
      file.close();
    }
  }

  test('every byte is right, whatever the size of the reads, and large reads are requested ahead', async () => {
    await put('search/large.zip', content);
    for (const bytes of [300_000, 512 * 1024, 1_000_001, 5_000_000])
      expect((await readAll(bytes)).equals(content)).toBe(true);
    const overlapping = proxy.requests.filter(
      ({ began, method, number }) =>
        method === 'GET' &&
        proxy.requests.some((other) => other.number < number && other.ended !== null && other.ended > began),
    );
    expect(overlapping.length).toBeGreaterThan(0);
  });

  test.each([
    ['cut after 100 kB', { kind: 'cut', afterBytes: 100_000 }],
    ['cut at once', { kind: 'cut', afterBytes: 0 }],
    ['503', { kind: 'answer', status: 503 }],
    ['shorter than asked for', { kind: 'truncate', keepBytes: 1_000 }],
  ] as const)('half of the answers %s: continued where they broke, with the same bytes', async (_, fault) => {
    await put('search/large.zip', content);
    let gets = 0;
    proxy.inject({ fault, match: ({ method }) => method === 'GET' && gets++ % 2 === 0 });
    expect((await readAll(512 * 1024)).equals(content)).toBe(true);
  });

  test('an object that is replaced while it is read is an error, not a mixture', async () => {
    await put('search/large.zip', content);
    const file = await openForReading(place.store.file('large.zip'));
    const piece = Buffer.alloc(300_000);
    await file.read(piece, 0, piece.length, 0);
    await put('search/large.zip', Buffer.alloc(BYTES, 'x'));
    const failure = await failureOf(file.read(piece, 0, piece.length, 9_000_000).then(() => undefined));
    expect(failure).toMatchObject({ code: 'disk', message: expect.stringContaining('was replaced') as string });
    await store!.client.send(new DeleteObjectCommand({ Bucket: name, Key: 'search/large.zip' }));
    expect((await failureOf(file.read(piece, 0, piece.length, 5_000_000).then(() => undefined))).code).toBe('disk');
    file.close();
  });

  test('a read that hangs ends as soon as it is cancelled', async () => {
    await put('search/large.zip', content);
    proxy.inject({ fault: { kind: 'hang', afterBytes: 10 }, match: ({ method }) => method === 'GET' });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    const began = performance.now();
    expect((await failureOf(readAll(512 * 1024, abort.signal))).code).toBe('cancelled');
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test('what was read of an object is remembered by its ETag', async () => {
    for (const group of ['a', 'b', 'c']) await writeBackup(place.store, [tokens('1', '{}')], { group });
    const listed = await place.source.list();
    expect(listed.backups.map(({ documents }) => documents)).toEqual([1, 1, 1]);
    const before = proxy.requests.length;
    expect((await place.source.list()).backups).toEqual(listed.backups);
    const { length } = proxy.requests.slice(before).filter(({ path }) => path.includes('.zip'));
    expect(length).toBe(0);
    await put('search/a/a-2018-01-08t03-00-00z.zip', Buffer.from('no zip'));
    expect((await place.source.list()).backups.find(({ group }) => group === 'a')).toMatchObject({
      condition: { state: 'broken' },
    });
  });

  test('only zips at the right depth are backups, with names of any characters', async () => {
    const names = ['a b+c%20é.zip', 'gov/ü & <x>.zip', '.hidden.zip', 'deep/er/x.zip', 'notes.txt', 'gov/.x.zip'];
    for (const each of names) await put(`search/${each}`, Buffer.from('x'));
    await put('searching.zip', Buffer.from('x'));
    expect((await place.source.list()).backups.map(({ id }) => id).sort()).toEqual(names.slice(0, 2).sort());
  });

  test('more than one page of objects is listed', async () => {
    for (let from = 0; from < 1_100; from += 100)
      await Promise.all(Array.from({ length: 100 }, (_, each) => put(`search/n${from + each}.zip`, Buffer.from('x'))));
    expect((await place.source.list()).backups).toHaveLength(1_100);
  }, 120_000);

  describe('what is wrong is said in a sentence, without any secret', () => {
    const cases: [string, () => BucketOfBackups, RegExp][] = [
      [
        'an unknown access key',
        () => at({ credentials: { accessKeyId: 'nobody', secretAccessKey: 'a-wrong-secret' } }),
        /does not know the access key\. Check `accessKeyId`/,
      ],
      [
        'a wrong secret',
        () => at({ credentials: { accessKeyId: store!.accessKeyId, secretAccessKey: 'a-wrong-secret' } }),
        /the secret does not belong to the access key/,
      ],
      [
        'a bucket that does not exist',
        () => bucketOfBackups('not-there', store!.settings),
        /There is no bucket s3:\/\/not-there/,
      ],
      ['another region', () => at({ region: 'eu-north-9' }), /is in another region\. Correct `region`/],
      ['nothing at the address', () => at({ endpoint: 'http://127.0.0.1:9' }), /nothing listens at this address/],
      ['an unknown host', () => at({ endpoint: 'http://nowhere.invalid' }), /its name is unknown/],
    ];
    test.each(cases)('%s', async (_, make, sentence) => {
      const { backups, missing, problem } = await make().source.list();
      expect({ backups, missing }).toEqual({ backups: [], missing: false });
      expect(problem).toMatch(sentence);
      expect(problem).not.toContain('a-wrong-secret');
      expect(problem).not.toContain(store!.secretAccessKey);
      const failure = await failureOf(make().source.verify('government.zip', aRun()));
      expect(failure.code).toBe('disk');
      expect(`${failure.message} ${failure.hint}`).toMatch(sentence);
      expect(JSON.stringify({ ...failure, message: failure.message })).not.toContain('a-wrong-secret');
    });

    test('a bucket that disappears', async () => {
      renameSync(join(store!.directory, name), join(mkdtempSync(join(tmpdir(), 'gone-')), name));
      expect((await place.source.list()).problem).toMatch(/There is no bucket/);
    });

    test('503 without end', async () => {
      proxy.inject({ fault: { kind: 'answer', status: 503 } });
      expect((await place.source.list()).problem).toMatch(/asks to slow down \(503\)/);
    }, 60_000);
  });

  test.each(['an hour ahead', 'an hour behind'])(
    'a clock that is %s is corrected by the time of the store',
    async (which) => {
      await put('search/large.zip', content);
      const hours = which === 'an hour ahead' ? 1 : -1;
      const { stdout } = await promisify(execFile)(process.execPath, [
        WRONG_CLOCK,
        String(hours * 3_600_000),
        name,
        JSON.stringify(store!.settings),
      ]);
      expect(JSON.parse(stdout)).toEqual({ problem: null, backups: 1 });
    },
  );

  describe('keys that may only read', () => {
    const reader = { accessKeyId: 'reader', secretAccessKey: 'the-secret-of-the-reader' };
    beforeAll(() => store!.addUser(reader.accessKeyId, reader.secretAccessKey));

    test('list and read, and say what they may not', async () => {
      const { id, fileBytes } = await writeBackup(place.store, [tokens('1', '{}')]);
      await store!.client.send(
        new PutBucketPolicyCommand({
          Bucket: name,
          Policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: [reader.accessKeyId] },
                Action: ['s3:GetObject', 's3:ListBucket'],
                Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
              },
            ],
          }),
        }),
      );
      const { source, store: readOnly } = at({ credentials: reader });
      expect((await source.list()).backups).toMatchObject([{ id, condition: { state: 'whole' } }]);
      expect(await source.verify(id, aRun())).toMatchObject({ complete: true });
      expect(await readOnly.writeChecks(['government'], null)).toMatchObject([
        { level: 'warn', detail: expect.stringMatching(/These keys may not write/) as string },
      ]);
      const failure = await failureOf(source.delete(id, fileBytes));
      expect(failure.message).toMatch(/^These keys may not delete search\/government/);
      expect(failure.hint).toContain('s3:DeleteObject');
      expect(await source.deletionEffect([id])).toEqual({
        final: true,
        note: expect.stringContaining('unknown: these keys may not ask') as string,
      });
      expect((await failureOf(writeBackup(readOnly, [tokens('1', '{}')], { group: 'x' }))).message).toMatch(
        /may not write/,
      );
    });
  });
});
