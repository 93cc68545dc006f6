import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { processIdentity } from '../process-identity.ts';
import { findJdk } from './java.ts';
import { MissingRequirement } from './missing-requirement.ts';
import { installPackages, programPath } from './system-packages.ts';
import { cacheDirectory } from './unprivileged.ts';
import { unzip } from './unzip.ts';
import type { ServerKind } from './versions.ts';

const DOWNLOAD_PREFIX = '.fetching-';

/**
 * The folder of the unpacked server, downloaded by Maven the first time. Readable for every user, changed by none.
 * Throws MissingRequirement.
 */
export async function installDistribution(kind: ServerKind): Promise<string> {
  const serversDirectory = join(cacheDirectory(), 'servers');
  const home = join(serversDirectory, kind.key);
  if (existsSync(home)) return home;
  await mkdir(serversDirectory, { recursive: true, mode: 0o755 });
  await removeAbandonedDownloads(serversDirectory);
  const work = await mkdtemp(join(serversDirectory, `${DOWNLOAD_PREFIX}${String(process.pid)}-`));
  try {
    const zip = await fetchZip(kind, work);
    await unzip(zip, work).catch((error: unknown) => {
      if (!(error instanceof Error) || 'syscall' in error) throw error; // a problem of the disk
      const [group = '', name = '', version = ''] = kind.artifact.split(':');
      // Maven keeps a file once it is downloaded and does not check it again.
      throw new MissingRequirement(
        `The zip of ${kind.distribution} ${kind.version} that Maven brought is damaged (${error.message}): ` +
          `delete ~/.m2/repository/${group.replaceAll('.', '/')}/${name}/${version}, and start again.`,
      );
    });
    const folder = (await readdir(work, { withFileTypes: true })).find((entry) => entry.isDirectory());
    if (!folder) throw new Error(`${kind.artifact} holds no folder.`);
    const unpacked = join(work, folder.name);
    await mkdir(join(unpacked, 'plugins'), { recursive: true }); // the servers require it
    await mkdir(join(unpacked, 'modules'), { recursive: true });
    try {
      await rename(unpacked, home); // last, in one step: a folder of this name is complete
    } catch (error) {
      if (!existsSync(home)) throw error; // another process was first
    }
    return home;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** An interrupted download (Ctrl-C, a full disk) leaves a hundred megabytes. Removes those whose process has ended. */
async function removeAbandonedDownloads(serversDirectory: string): Promise<void> {
  for (const name of await readdir(serversDirectory)) {
    if (name.startsWith(DOWNLOAD_PREFIX) && processIdentity(parseInt(name.slice(DOWNLOAD_PREFIX.length), 10)) === null)
      await rm(join(serversDirectory, name), { recursive: true, force: true });
  }
}

async function fetchZip(kind: ServerKind, into: string): Promise<string> {
  if (!programPath('mvn') && !installPackages(['maven'])) {
    throw new MissingRequirement(
      'Maven is needed to fetch Elasticsearch: install it (Debian, Ubuntu: apt-get install maven) so that `mvn` is on the PATH.',
    );
  }
  process.stderr.write(`Fetching ${kind.distribution} ${kind.version}…\n`);
  const env = { ...process.env, JAVA_HOME: findJdk(kind).home }; // Maven searches only there and on the PATH
  const attempts = 3;
  for (let attempt = 1; ; attempt++) {
    const maven = spawnSync(
      'mvn',
      ['-B', '-q', 'dependency:copy', `-Dartifact=${kind.artifact}`, `-DoutputDirectory=${into}`],
      { cwd: into, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 900_000, env },
    );
    const zip = (await readdir(into)).find((name) => name.endsWith('.zip'));
    if (maven.status === 0 && zip) return join(into, zip);
    if (attempt === attempts) {
      const reason =
        `${maven.stdout}\n${maven.stderr}`.split('\n').find((line) => line.includes('[ERROR]')) ?? 'no answer';
      throw new MissingRequirement(
        `Maven could not fetch ${kind.artifact} (${reason.replace('[ERROR]', '').trim().slice(0, 300)}): ` +
          'check the network, or ~/.m2/settings.xml where a mirror is needed.',
      );
    }
  }
}
