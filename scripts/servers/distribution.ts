import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { nameOfProcess } from '../same-process.ts';
import { findJdk } from './java.ts';
import { MissingPiece } from './missing-piece.ts';
import { installPackages, programPath } from './system-packages.ts';
import { cacheDirectory } from './unprivileged.ts';
import { unzip } from './unzip.ts';
import type { ServerKind } from './versions.ts';

const FETCHING = '.fetching-';

/** The server's unpacked folder, brought by Maven the first time and kept. Readable by everyone, written by nobody. */
export async function distribution(kind: ServerKind): Promise<string> {
  const shelf = join(cacheDirectory(), 'servers');
  const home = join(shelf, kind.key);
  if (existsSync(home)) return home;
  await mkdir(shelf, { recursive: true, mode: 0o755 });
  await sweep(shelf);
  const work = await mkdtemp(join(shelf, `${FETCHING}${String(process.pid)}-`));
  try {
    const zip = await fetchZip(kind, work);
    await unzip(zip, work).catch((error: unknown) => {
      if (!(error instanceof Error) || 'syscall' in error) throw error; // it is the disk
      const [group = '', name = '', version = ''] = kind.artifact.split(':');
      // Maven keeps what it once fetched and never looks at it again.
      throw new MissingPiece(
        `The zip of ${kind.distribution} ${kind.version} that Maven brought is damaged (${error.message}): ` +
          `delete ~/.m2/repository/${group.replaceAll('.', '/')}/${name}/${version}, and start again.`,
      );
    });
    const folder = (await readdir(work, { withFileTypes: true })).find((entry) => entry.isDirectory());
    if (!folder) throw new Error(`${kind.artifact} holds no folder.`);
    const unpacked = join(work, folder.name);
    await mkdir(join(unpacked, 'plugins'), { recursive: true }); // the servers want it to exist
    await mkdir(join(unpacked, 'modules'), { recursive: true });
    try {
      await rename(unpacked, home); // last, in one step: a folder of this name is whole
    } catch (error) {
      if (!existsSync(home)) throw error; // another process was first: as good
    }
    return home;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A fetch that was broken off, by a Ctrl-C or a full disk, leaves a hundred megabytes; its process is gone. */
async function sweep(shelf: string): Promise<void> {
  for (const name of await readdir(shelf)) {
    if (name.startsWith(FETCHING) && nameOfProcess(parseInt(name.slice(FETCHING.length), 10)) === null)
      await rm(join(shelf, name), { recursive: true, force: true });
  }
}

async function fetchZip(kind: ServerKind, into: string): Promise<string> {
  if (!programPath('mvn') && !installPackages(['maven'])) {
    throw new MissingPiece(
      'Maven is needed to fetch Elasticsearch: install it (Debian, Ubuntu: apt-get install maven) so that `mvn` is on the PATH.',
    );
  }
  process.stderr.write(`Fetching ${kind.distribution} ${kind.version}…\n`);
  const env = { ...process.env, JAVA_HOME: findJdk(kind).home }; // Maven looks only there and on the path
  const attempts = 3;
  for (let attempt = 1; ; attempt++) {
    const answer = spawnSync(
      'mvn',
      ['-B', '-q', 'dependency:copy', `-Dartifact=${kind.artifact}`, `-DoutputDirectory=${into}`],
      { cwd: into, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 900_000, env },
    );
    const zip = (await readdir(into)).find((name) => name.endsWith('.zip'));
    if (answer.status === 0 && zip) return join(into, zip);
    if (attempt === attempts) {
      const why =
        `${answer.stdout}\n${answer.stderr}`.split('\n').find((line) => line.includes('[ERROR]')) ?? 'no answer';
      throw new MissingPiece(
        `Maven could not fetch ${kind.artifact} (${why.replace('[ERROR]', '').trim().slice(0, 300)}): ` +
          'check the network, or ~/.m2/settings.xml where a mirror is needed.',
      );
    }
  }
}
