import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackup } from '../../lib/archive/read-backup.ts';
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

describe('a small entry beyond its limits is refused before it is parsed', () => {
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
  ])('%s', async (_, zip, message) => {
    expect(await failureOf(open(zip()))).toMatchObject({
      code: 'backup_damaged',
      message: expect.stringMatching(message) as string,
    });
  });

  it('also where its declared size is smaller than its real one', async () => {
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
