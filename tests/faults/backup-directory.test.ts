import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderSource } from '../../lib/contract/backup-ref.ts';
import type { BackupResult } from '../../lib/kinds/backup/schema.ts';
import type { Failure } from '../../lib/errors.ts';
import { testSources } from '../support/sources.ts';
import { listBackups } from '../support/folder-of-backups.ts';
import { aRun } from '../support/a-run.ts';
import { emptyCluster, openContexts, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import {
  ALIAS,
  backUp,
  connectWithShortTimeouts,
  expectEqual,
  expectNoBackup,
  LIVE,
  temporaryFolder,
  waitUntil,
} from './support.ts';
import { fileOfBackup } from '../support/test-place.ts';

let url: string;
const COUNT = 1_500;

/** Text that deflate does not compress: a megabyte of it is nearly a megabyte in a zip. */
const incompressibleText = (n: number) =>
  Array.from({ length: 60 }, (_, at) => (((n * 7_919 + at * 104_729) * 2_654_435_761) % 2 ** 32).toString(36)).join(
    ' ',
  );

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedIndex(url, LIVE, {
    settings: { number_of_shards: 2 },
    mappings: { dynamic: false },
    aliases: { [ALIAS]: {} },
    documents: Array.from({ length: COUNT }, (_, n) => ({ id: `/d/${n}`, source: { n, text: incompressibleText(n) } })),
  });
});
afterAll(() => emptyCluster(url));

interface ProcessResult {
  result?: BackupResult;
  failure?: Failure;
}

/** Runs a backup in a process of its own; `limitKb` is the system's size limit for its files. */
async function backUpInProcess(directory: string, limitKb?: number): Promise<ProcessResult> {
  const script = fileURLToPath(new URL('backup-process.ts', import.meta.url));
  const child = spawn(
    'bash',
    [
      '-c',
      `${limitKb === undefined ? '' : `ulimit -f ${limitKb}; `}exec "$@"`,
      '-',
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      script,
      url,
      directory,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(text.trim().split('\n').at(-1) ?? '') as ProcessResult;
}

describe('the disk of the backup directory', () => {
  test('full during the zip (a size limit of the system) is reported; no file and no point in time remain', async () => {
    const directory = temporaryFolder();
    const { failure } = await backUpInProcess(directory, 128);
    expect(failure).toMatchObject({
      code: 'disk',
      message: expect.stringContaining('is full') as string,
      hint: expect.stringContaining('Free space') as string,
    });
    await expectNoBackup(directory);
    expect(await openContexts(url)).toBe(0);
  });

  if (process.getuid?.() === 0) {
    test('full during the zip (a file system of 300 KB) is reported; with free space the backup succeeds', async () => {
      const directory = temporaryFolder();
      expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', directory]).status).toBe(0);
      const cluster = connectWithShortTimeouts(url, 30_000);
      try {
        expect(await failureOf(backUp(cluster, directory))).toMatchObject({
          code: 'disk',
          message: expect.stringContaining('is full') as string,
        });
        await expectNoBackup(directory);
        expect(spawnSync('mount', ['-o', 'remount,size=20m', directory]).status).toBe(0);
        const result = await backUp(cluster, directory);
        await expectEqual(url, LIVE, fileOfBackup(result.backups[0]!));
        expect(spawnSync('mount', ['-o', 'remount,ro', directory]).status).toBe(0);
        expect(await failureOf(backUp(cluster, directory))).toMatchObject({
          code: 'disk',
          message: expect.stringContaining("can't be written to") as string,
        });
        expect((await listBackups(directory)).backups).toHaveLength(1);
      } finally {
        spawnSync('umount', ['-l', directory]);
        await cluster.close();
      }
    });
  } else {
    test('without write permission is reported, and no file remains', async () => {
      const directory = temporaryFolder();
      chmodSync(directory, 0o500);
      const cluster = connectWithShortTimeouts(url, 30_000);
      expect(await failureOf(backUp(cluster, directory))).toMatchObject({
        code: 'disk',
        message: expect.stringContaining("can't be written to") as string,
      });
      await expectNoBackup(directory);
      await cluster.close();
    });
  }

  test('missing is reported, and not created: a mount would hide it', async () => {
    const directory = join(temporaryFolder(), 'not', 'there');
    const parent = join(directory, '..');
    writeFileSync(parent, 'a file where a folder should be');
    const cluster = connectWithShortTimeouts(url, 30_000);
    expect(await failureOf(backUp(cluster, directory))).toMatchObject({ code: 'disk' });
    expect(existsSync(directory)).toBe(false);
    await cluster.close();
  });

  test.each<[string, (directory: string) => void]>([
    ['deleted', (directory) => rmSync(directory, { recursive: true })],
    ['moved away', (directory) => renameSync(directory, `${directory}-away`)],
    [
      'replaced by an empty one',
      (directory) => {
        rmSync(directory, { recursive: true });
        mkdirSync(directory);
      },
    ],
  ])('%s during a backup is reported, and no file looks finished', async (_, change) => {
    const directory = temporaryFolder();
    const run = aRun();
    const cluster = connectWithShortTimeouts(url, 30_000);
    let changed = false;
    const report = run.report.bind(run);
    run.report = (progress) => {
      report(progress);
      if (!changed && progress.done > 300) {
        change(directory);
        changed = true;
      }
    };
    expect(await failureOf(backUp(cluster, directory, { run, slices: 1 }))).toMatchObject({
      code: 'disk',
      hint: expect.any(String) as string,
    });
    for (const place of [directory, `${directory}-away`]) if (existsSync(place)) await expectNoBackup(place, true);
    await cluster.close();
  });
});

describe('two processes', () => {
  test('writing the same backup at the same moment make two complete files', async () => {
    const directory = temporaryFolder();
    const results = await Promise.all([
      backUpInProcess(directory),
      backUpInProcess(directory),
      backUpInProcess(directory),
    ]);
    const files = results.map(({ result }) => fileOfBackup(result!.backups[0]!));
    expect(new Set(files).size).toBe(3);
    for (const file of files) await expectEqual(url, LIVE, file);
    const { backups } = await listBackups(directory);
    expect(backups.map(({ condition }) => condition.state)).toEqual(['whole', 'whole', 'whole']);
  }, 120_000);

  test('one of them killed (-9): its remains are listed as unfinished and can be deleted', async () => {
    const directory = temporaryFolder();
    const script = fileURLToPath(new URL('backup-process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, url, directory], {
      stdio: 'ignore',
    });
    await waitUntil(
      () =>
        existsSync(join(directory, ALIAS)) &&
        readdirSync(join(directory, ALIAS)).some((name) => name.endsWith('.partial')),
    );
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    await expectNoBackup(directory, true);
    const { backups } = await listBackups(directory);
    expect(backups).toMatchObject([{ condition: { state: 'unfinished' } }]);
    const cluster = connectWithShortTimeouts(url, 30_000);
    const result = await backUp(cluster, directory);
    await expectEqual(url, LIVE, fileOfBackup(result.backups[0]!));
    await testSources({ trusted: false }).of(folderSource(directory)).delete(backups[0]!.id, backups[0]!.fileBytes);
    expect((await listBackups(directory)).backups).toMatchObject([{ condition: { state: 'whole' } }]);
    await cluster.close();
  }, 60_000);
});
