import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listBackups } from '../support/folder-of-backups.ts';
import { verifyBackup } from '../../lib/backups/zip/verify-backup.ts';
import { filesOf } from '../../lib/files/files.ts';
import { isUnresponsive } from '../../lib/files/unresponsive.ts';
import { openForReading } from '../../lib/files/place.ts';
import { aRun } from '../support/a-run.ts';
import { failureOf } from '../support/failure-of.ts';
import { fileProcessesOf } from '../support/file-processes.ts';
import { noHangingFileSystem, startHangingFileSystem } from '../support/hanging-file-system.ts';

const fixture = fileURLToPath(new URL('../fixtures/government.zip', import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-files-'));
  copyFileSync(fixture, join(folder, 'government.zip'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const secondsOf = async (work: Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work;
  return (performance.now() - began) / 1000;
};
const until = async (condition: () => Promise<boolean>) => {
  for (const end = Date.now() + 60_000; !(await condition());) {
    if (Date.now() > end) throw new Error('It did not happen in time.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

describe('a pipe in the place of a backup', () => {
  test('is refused at once, whether links are followed or not', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `pipe-${n}.zip`);
    spawnSync('mkfifo', names, { cwd: folder });
    for (const followLinks of [true, false]) {
      const openings = names.map((path) => failureOf(openForReading({ directory: folder, path, followLinks })));
      for (const { code, message } of await Promise.all(openings))
        expect({ code, message }).toEqual({ code: 'not_found', message: expect.stringContaining('no ordinary file') });
    }
    expect((await listBackups(folder)).backups.map(({ id }) => id)).toEqual(['government.zip']);
  });
});

/** Two ways to make a directory hang. The second needs no file system of its own. */
const ways = [
  {
    name: 'on a file system that hangs',
    skip: noHangingFileSystem,
    start: async (directory: string) => {
      const system = await startHangingFileSystem(directory, fixture);
      await listBackups(directory);
      return { hang: () => system.hang(), stop: () => system.stop(), resume: () => system.answer() };
    },
  },
  {
    name: 'whose process is stopped',
    skip: process.platform === 'linux' ? null : 'needs the process list of Linux',
    start: async (directory: string) => {
      await listBackups(directory);
      const [pid] = fileProcessesOf(process.pid, directory);
      return {
        hang: async () => void process.kill(pid!, 'SIGSTOP'),
        stop: async () => undefined,
        resume: async () => undefined,
      };
    },
  },
] as const;

describe.each(ways)('a directory $name', ({ name, skip, start }) => {
  test.skipIf(skip !== null)(
    `does not block other directories, can be cancelled, fails after its timeout, and is used again (${skip ?? name})`,
    async () => {
      const other = mkdtempSync(join(tmpdir(), 'restore-desk-other-'));
      copyFileSync(fixture, join(other, 'government.zip'));
      const directory = join(folder, 'share');
      mkdirSync(directory);
      if (name === 'whose process is stopped') copyFileSync(fixture, join(directory, 'government.zip'));
      const system = await start(directory);
      try {
        await system.hang();
        const controller = new AbortController();
        const cancelled = failureOf(
          verifyBackup(join(directory, 'government.zip'), aRun({ signal: controller.signal })),
        );
        const waiting = failureOf(verifyBackup(join(directory, 'government.zip'), aRun()));
        const listing = listBackups(directory);

        expect((await listBackups(other)).backups).toHaveLength(1);
        expect(await verifyBackup(join(other, 'government.zip'), aRun())).toMatchObject({ complete: true });
        setTimeout(() => controller.abort(), 200);
        expect(await secondsOf(cancelled)).toBeLessThan(5);
        expect((await cancelled).code).toBe('cancelled');

        expect(await waiting).toMatchObject({
          code: 'disk',
          message: expect.stringContaining(`The backup directory ${directory} does not answer`) as string,
          hint: expect.stringContaining('network share') as string,
        });
        expect(isUnresponsive(await waiting)).toBe(true);
        expect(await listing).toMatchObject({
          backups: [],
          missing: false,
          problem: expect.stringContaining('does not answer') as string,
        });
        // From now on requests fail at once.
        expect(await secondsOf(failureOf(verifyBackup(join(directory, 'government.zip'), aRun())))).toBeLessThan(5);
        await system.resume();
        await until(async () => (await listBackups(directory)).problem === null);
        expect(await verifyBackup(join(directory, 'government.zip'), aRun())).toMatchObject({ complete: true });
      } finally {
        await system.stop();
        rmSync(other, { recursive: true });
      }
    },
  );
});

describe('the process of a directory', () => {
  test('is started again after it was killed, and its pending requests fail', async () => {
    const file = await filesOf(folder).open('government.zip');
    const [pid] = fileProcessesOf(process.pid, folder);
    process.kill(pid!, 'SIGSTOP');
    const reading = failureOf(file.read(Buffer.alloc(10), 0, 10, 0));
    process.kill(pid!, 'SIGKILL');
    expect(await reading).toMatchObject({ code: 'disk', message: expect.stringContaining('SIGKILL') as string });
    expect((await listBackups(folder)).backups).toHaveLength(1);
  });

  test('ends with its parent process, also when that is killed', async () => {
    const script = `
      import { filesOf } from ${JSON.stringify(fileURLToPath(new URL('../../lib/files/files.ts', import.meta.url)))};
      await filesOf(process.argv[1]).open('government.zip');
      console.log('opened');
      setInterval(() => undefined, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => parent.stdout.once('data', resolve));
    const [pid] = fileProcessesOf(parent.pid!, folder);
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('file-process');
    parent.kill('SIGKILL');
    await until(
      async () => fileProcessesOf(1, folder).length === 0 && fileProcessesOf(parent.pid!, folder).length === 0,
    );
  });

  test('does not inherit secrets of the environment', async () => {
    process.env['RESTORE_DESK_TEST_SECRET'] = 'hidden-from-it';
    await filesOf(folder).list();
    delete process.env['RESTORE_DESK_TEST_SECRET'];
    const [pid] = fileProcessesOf(process.pid, folder);
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('hidden-from-it');
  });

  test('does not keep an idle program running', async () => {
    const script = `
      import { filesOf } from ${JSON.stringify(fileURLToPath(new URL('../../lib/files/files.ts', import.meta.url)))};
      await filesOf(process.argv[1]).open('government.zip');`;
    const options = { encoding: 'utf8', timeout: 30_000 } as const;
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', script, folder], options).status).toBe(0);
  });

  test('reads and writes files that are larger than one request', async () => {
    const bytes = Buffer.alloc(5_000_000, 'some more bytes ');
    writeFileSync(join(folder, 'large'), bytes);
    const file = await filesOf(folder).open('large');
    const read = await Promise.all(
      [0, 1, 2, 3].map(async (part) => {
        const into = Buffer.alloc(1_250_000);
        expect(await file.read(into, 0, into.length, part * into.length)).toEqual({ bytesRead: into.length });
        return into;
      }),
    );
    expect(Buffer.concat(read).equals(bytes)).toBe(true);
    const made = await filesOf(folder).create('new.partial');
    await made.write(bytes, 0);
    await made.write(Buffer.from('!'), bytes.length);
    await made.sync();
    await made.rename('new.partial', 'new');
    expect(readFileSync(join(folder, 'new')).equals(Buffer.concat([bytes, Buffer.from('!')]))).toBe(true);
  });
});
