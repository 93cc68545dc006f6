import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { readParts } from '../../lib/archive/read-parts.ts';
import { manifestBytes } from '../../lib/archive/write-backup.ts';
import { createBackup } from '../support/folder-of-backups.ts';
import { verifyBackup } from '../../lib/backups/zip/verify-backup.ts';
import type { BackupManifest } from '../../lib/contract/backup.ts';
import { isAppError } from '../../lib/errors.ts';
import { programPath } from '../../scripts/servers/system-packages.ts';
import { aRun } from '../support/a-run.ts';
import { failureOf } from '../support/failure-of.ts';
import { readBackupFile } from '../support/read-backup-file.ts';
import { appendEntry } from '../support/zip-of.ts';
import { tokens, writeBackup } from './write-small-backup.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const verify = (file: string) => verifyBackup(file, aRun());

describe('a backup file', () => {
  it.each([0, 1, 6, 9])(
    'written at level %i is read back byte for byte, by our reader and by others',
    async (level) => {
      const documents = [
        tokens('/vat-rates', '{"a":1.0,"a":9007199254740993}'),
        tokens('id with "quotes"\u2028', '{\n  "pretty": "a\\nb"\r\n}', 'route'),
        tokens('empty', '{}'),
      ];
      const { file } = await writeBackup(folder, documents, { level, group: `level-${level}` });
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

  it('may have no documents', async () => {
    const { file, manifest } = await writeBackup(folder, [], { group: 'none' });
    expect(manifest.documents).toBe(0);
    expect(await verify(file)).toMatchObject({ documents: 0, complete: true, objectsBytes: 0 });
  });

  it('never overwrites another: two writers of the same second write two files', async () => {
    const [one, two] = await Promise.all([
      writeBackup(folder, [tokens('a', '{"n":1}')], { group: 'twins' }),
      writeBackup(folder, [tokens('a', '{"n":2}')], { group: 'twins' }),
    ]);
    expect(new Set([one.id, two.id]).size).toBe(2);
    const third = await writeBackup(folder, [tokens('a', '{"n":3}')], { group: 'twins' });
    for (const { file } of [one, two, third]) expect((await verify(file)).documents).toBe(1);
    expect((await readdir(join(folder, 'twins'))).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('leaves nothing when it is discarded', async () => {
    const writer = await createBackup(folder, { group: 'discarded', startedAt: new Date(), index: Buffer.from('{}') });
    writer.add(tokens('a', '{}'));
    await writer.drain();
    expect(await readdir(join(folder, 'discarded'))).toHaveLength(1);
    await writer.discard();
    expect(await readdir(folder)).not.toContain('discarded');
  });

  it('is refused with an entry that was added later, though zip tools keep the seal', async () => {
    const { file } = await writeBackup(folder, [tokens('a', '{}')], { group: 'added' });
    await writeFile(file, appendEntry(await readFile(file), { name: 'notes.txt', content: 'hi' }));
    expect(await failureOf(verify(file))).toMatchObject({
      code: 'backup_damaged',
      message: 'The entry "notes.txt" was put into the file after it was written.',
    });
  });

  it.skipIf(process.platform !== 'linux')('is refused at once in a folder where nothing can be created', async () => {
    expect(
      await failureOf(
        createBackup('/proc/backups', { group: 'government', startedAt: new Date(), index: Buffer.from('{}') }),
      ),
    ).toMatchObject({ code: 'disk', message: 'The backup directory does not exist (/proc/backups).' });
  });

  it('is not written into a linked folder, which is not listed', async () => {
    await mkdir(join(folder, 'bigger-disk'));
    await symlink(join(folder, 'bigger-disk'), join(folder, 'linked'));
    const failure = await failureOf(writeBackup(folder, [tokens('a', '{}')], { group: 'linked' }));
    expect(failure).toMatchObject({
      code: 'refused',
      message: `${join(folder, 'linked')} is a link, and backups behind a link are not listed.`,
    });
    expect(await readdir(join(folder, 'bigger-disk'))).toEqual([]);
  });

  it('is refused after any one bit has flipped', async () => {
    const { file } = await writeBackup(
      folder,
      Array.from({ length: 40 }, (_, n) => tokens(`id-${n}`, JSON.stringify({ n, text: `words and more words ${n}` }))),
      { group: 'flips' },
    );
    const whole = await readFile(file);
    const copy = join(folder, 'flipped.zip');
    const undetected: number[] = [];
    for (let at = 0; at < whole.length; at++) {
      const flipped = Buffer.from(whole);
      flipped[at]! ^= 1 << (at % 8);
      await writeFile(copy, flipped);
      const outcome = await verify(copy).then(
        () => 'accepted',
        (error: unknown) => (isAppError(error) ? error.code : String(error)),
      );
      if (outcome !== 'backup_damaged') undetected.push(at);
    }
    expect(undetected).toEqual([]);
  });

  it('is refused when it is truncated anywhere', async () => {
    const { file } = await writeBackup(
      folder,
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

test.each(['../elsewhere', '..', '.', 'a/../../b', '/etc', 'a\\b', 'a\u0000'])(
  'a backup is not written for an index that is called %j',
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

test('a manifest with more aliases than a reader accepts is written with the first ones and a warning', () => {
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
