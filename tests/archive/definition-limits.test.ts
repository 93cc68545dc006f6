import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readParts } from '../../lib/archive/read-parts.ts';
import { manifestBytes } from '../../lib/archive/write-backup.ts';
import type { BackupManifest } from '../../lib/contract/backup.ts';
import { openBackup } from '../../lib/archive/read-backup.ts';
import { inThread, TaskThread } from '../../lib/thread/run-in-thread.ts';
import { failureOf } from '../support/failure-of.ts';
import { deepNesting, manyNumbers, zipWith, zipWithDefinition } from '../support/hostile-zips.ts';

const MEBIBYTE = 1024 * 1024;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-limits-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function open(zip: Buffer) {
  const file = join(folder, 'x.zip');
  await writeFile(file, zip);
  const backup = await openBackup(file);
  await backup.close();
  return backup;
}

describe('a small entry beyond its limits is refused before a value is made of it, and the limit is named', () => {
  it.each<[string, () => Buffer, RegExp]>([
    [
      'bytes',
      () => zipWithDefinition(manyNumbers(9 * MEBIBYTE)),
      /index\.json claims \d+ bytes.*more than 8,388,608 bytes/,
    ],
    ['values', () => zipWithDefinition(manyNumbers(2 * 200_100)), /index\.json holds more than 200,000 values/],
    ['depth', () => zipWithDefinition(deepNesting(5_000)), /index\.json is nested more than 256 levels deep/],
    [
      'depth of objects',
      () => zipWithDefinition(`{"mappings":${'{"a":'.repeat(300)}1${'}'.repeat(301)}`),
      /256 levels/,
    ],
    [
      'keys',
      () => zipWithDefinition(`{"mappings":{"${'k'.repeat(1_000_000)}":{${'"a":1,'.repeat(40)}"b":1}}}`),
      /keys of more than 33,554,432 bytes/,
    ],
    [
      'num_objects.json',
      () => zipWith({ 'num_objects.json': `{"num_objects":1,"a":"${'x'.repeat(1_100)}"}` }),
      /num_objects\.json claims/,
    ],
    ['manifest.json', () => zipWith({ 'manifest.json': manyNumbers(2 * MEBIBYTE) }), /manifest\.json claims/],
    [
      'values of manifest.json',
      () => zipWith({ 'manifest.json': manyNumbers(2 * 50_100) }),
      /manifest\.json holds more than 50,000 values/,
    ],
  ])('%s', async (_, zip, words) => {
    expect(await failureOf(open(zip()))).toMatchObject({
      code: 'backup_damaged',
      message: expect.stringMatching(words) as string,
    });
  });

  it('a claim smaller than what it inflates to does not help', async () => {
    const content = Buffer.from(manyNumbers(9 * MEBIBYTE));
    const zip = zipWith({ 'index.json': content });
    const claimed = Buffer.alloc(4);
    claimed.writeUInt32LE(content.length);
    const less = Buffer.alloc(4);
    less.writeUInt32LE(100);
    for (let at = zip.indexOf(claimed); at !== -1; at = zip.indexOf(claimed, at + 1)) less.copy(zip, at);
    expect(await failureOf(open(zip))).toMatchObject({
      code: 'backup_damaged',
      message: expect.stringMatching(/more than the 100 bytes/) as string,
    });
  });
});

it('reads a definition at its limits in the thread, while the main thread is free', async () => {
  const { definition } = await open(zipWithDefinition(manyNumbers(2 * 199_900)));
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await inThread('describeDefinition', { definition, mostCharacters: 1_000 });
  await inThread('compareDefinitions', { backup: definition, live: definition });
  clearInterval(timer);
  expect(longest).toBeLessThan(1_000);
});

it('goes on with the next task where one is cancelled, and where one takes too long', async () => {
  const input = { definition: Buffer.from('{"settings":{}}'), mostCharacters: 10 };
  expect(await failureOf(inThread('describeDefinition', input, { signal: AbortSignal.abort() }))).toMatchObject({
    code: 'cancelled',
  });
  const impatient = new TaskThread({ runWithinMs: 0 });
  expect(await failureOf(impatient.run('describeDefinition', input))).toMatchObject({ code: 'timed_out' });
  expect((await inThread('describeDefinition', input)).settings.text).toBe('{}');
});

it('a manifest of an index with more aliases than a reader takes is written with the first ones, and says so', () => {
  const manifestWith = (aliases: number): BackupManifest => ({
    format: 1,
    tool: { name: 'restore-desk', version: '1' },
    cluster: { name: 'c', uuid: 'u', distribution: 'elasticsearch', version: '8.19.9' },
    index: { name: 'i', uuid: 'u' },
    group: 'i',
    aliases: Array.from({ length: aliases }, (_, at) => ({
      alias: `tenant-${at}`,
      filter: { term: { tenant: `${at}` } },
    })),
    startedAt: '2018-01-08T03:00:00.000Z',
    endedAt: '2018-01-08T03:00:01.000Z',
    documents: 1,
    objects: { bytes: 29, sha256: '0'.repeat(64) },
    digest: '0'.repeat(32),
    primaryBytes: null,
    warnings: [],
  });
  const read = (aliases: number) => {
    const manifest = manifestBytes(manifestWith(aliases));
    const parts = readParts({
      definition: Buffer.from('{"settings":{}}'),
      promised: Buffer.from('{"num_objects":1}'),
      manifest,
    });
    return JSON.parse(parts.manifest!) as BackupManifest;
  };
  expect(read(3_000)).toEqual(manifestWith(3_000));
  const { aliases, warnings } = read(40_000);
  expect(aliases.length).toBeGreaterThan(1_000);
  expect(warnings).toEqual([expect.stringMatching(/no room for \d+ of the 40000 aliases/)]);
});
