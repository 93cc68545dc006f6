import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listBackups } from '../support/folder-of-backups.ts';
import { tokens, writeBackup } from '../archive/write-small-backup.ts';
import { runCommand, startCommand } from '../support/command-line.ts';
import { createZip } from '../support/zip-of.ts';

const GEM = readFileSync('tests/fixtures/government.zip');

let folder: string;
let directory: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-faults-'));
  directory = join(folder, 'backups');
  mkdirSync(directory);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stored = (name: string, bytes: Buffer) => ({
  name,
  content: '',
  method: 0,
  raw: bytes,
  declaredSize: bytes.length,
  crc: crc32(bytes),
});

const environment = () => ({ RESTORE_DESK_DATA: join(folder, 'data') });
const importZip = (file: string) =>
  runCommand(['import', directory, file, '--json'], { cwd: folder, environment: environment() });

/** A backup of some megabytes, whose reading takes a while. */
async function largeBackup(): Promise<Buffer> {
  const source = (n: number) => `{"title":"${String(n)}","text":"${'words and more words '.repeat(50)}"}`;
  const documents = Array.from({ length: 20_000 }, (_, n) => tokens(String(n), source(n)));
  const { file } = await writeBackup(join(folder, 'made'), documents, { level: 0 });
  return readFileSync(file);
}

test.runIf(process.getuid?.() === 0)(
  'a disk that is full ends the import with a clear sentence, and nothing remains',
  async () => {
    // Inodes for the folder, what is unpacked and the directory itself: none is left for the name of a backup.
    const options = 'size=300k,nr_inodes=3';
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory]).status).toBe(0);
    try {
      // By its declared size, before anything is written.
      const known = join(folder, 'known.zip');
      writeFileSync(known, createZip([stored('a.zip', Buffer.alloc(600_000, 1))]));
      expect(await importZip(known)).toMatchObject({
        code: 3,
        json: { status: 'partial', refused: [{ reason: expect.stringContaining('are needed') as string }] },
      });
      const two = join(folder, 'two.zip');
      writeFileSync(two, createZip([stored('a.zip', GEM), stored('b.zip', GEM)]));
      const result = await importZip(two);
      expect(result).toMatchObject({
        code: 1,
        json: { status: 'failed', imported: [], refused: [], error: { code: 'disk' } },
      });
      expect(readdirSync(directory)).toEqual([]);
    } finally {
      spawnSync('umount', ['-l', directory]);
    }
  },
  60_000,
);

test.runIf(process.getuid?.() === 0).each([
  ['ro', 'can’t be written to (EROFS)'],
  ['rw', 'on another disk'],
])('a folder that can’t be written to (%s) refuses its own dumps, and no others', async (option, reason) => {
  const place = join(directory, 'government');
  mkdirSync(place);
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', option, 'tmpfs', place]).status).toBe(0);
  try {
    const zip = join(folder, 'two.zip');
    writeFileSync(zip, createZip([stored('government-2018-01-08t03-00-00z.zip', GEM), stored('flat.zip', GEM)]));
    expect(await importZip(zip)).toMatchObject({
      code: 3,
      json: { imported: ['flat.zip'], refused: [{ reason: expect.stringContaining(reason) as string }] },
    });
  } finally {
    spawnSync('umount', ['-l', place]);
  }
});

test('a command that is killed lists nothing incomplete, and the next import removes what it left', async () => {
  const zip = join(folder, 'es_dump.zip');
  writeFileSync(zip, createZip([stored('large.zip', await largeBackup()), stored('small.zip', GEM)]));
  const command = startCommand(['import', directory, zip, '--json'], { cwd: folder, environment: environment() });
  const hidden = join(directory, '.restore-desk-import');
  await expect.poll(() => existsSync(hidden) && readdirSync(hidden).length, { interval: 5, timeout: 60_000 }).toBe(1);
  command.process.kill('SIGKILL');
  await command.ended;
  expect(readdirSync(hidden)).toHaveLength(1);
  expect((await listBackups(directory)).backups).toEqual([]);

  expect((await importZip(zip)).json).toMatchObject({ status: 'done', imported: ['large.zip', 'small.zip'] });
  expect(readdirSync(directory).sort()).toEqual(['large.zip', 'small.zip']);
}, 120_000);

test('a command that is cancelled leaves nothing behind', async () => {
  const zip = join(folder, 'es_dump.zip');
  writeFileSync(zip, createZip([stored('large.zip', await largeBackup())]));
  const command = startCommand(['import', directory, zip, '--json'], { cwd: folder, environment: environment() });
  await expect
    .poll(() => existsSync(join(directory, '.restore-desk-import')), { interval: 5, timeout: 60_000 })
    .toBe(true);
  command.process.kill('SIGINT');
  expect(await command.ended).toMatchObject({ code: 130, json: { status: 'cancelled' } });
  expect(readdirSync(directory)).toEqual([]);
}, 120_000);
