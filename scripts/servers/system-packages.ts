import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The path of a program on the PATH; null if there is none. */
export function programPath(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(':')) {
    if (folder && existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}

const canInstall = () =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && programPath('apt-get') !== null;

let listsUpdated = false;

/**
 * Installs packages as root on Debian or Ubuntu. Returns false elsewhere, and when apt fails; the caller then reports
 * what to install.
 */
export function installPackages(packages: readonly string[]): boolean {
  if (!isAvailable(packages)) return false;
  process.stderr.write(`Installing ${packages.join(', ')} with apt-get…\n`);
  return apt(['install', '-q', '--no-install-recommends', ...packages]);
}

/**
 * Downloads a package, as `installPackages` does, and unpacks its files below `folder` without installing it: no service of it
 * starts. Returns false as `installPackages` does.
 */
export function unpackPackage(name: string, folder: string): boolean {
  if (!isAvailable([name])) return false;
  process.stderr.write(`Downloading ${name} with apt-get…\n`);
  const downloads = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    // The user of apt, as which it downloads otherwise, may not write to a folder of root.
    if (!apt(['download', '-q', '-o', 'APT::Sandbox::User=root', name], downloads)) return false;
    const [file] = readdirSync(downloads);
    return file !== undefined && spawnSync('dpkg-deb', ['-x', join(downloads, file), folder]).status === 0;
  } finally {
    rmSync(downloads, { recursive: true, force: true });
  }
}

function isAvailable(packages: readonly string[]): boolean {
  if (!canInstall()) return false;
  if (!listsUpdated) listsUpdated = apt(['update', '-q']);
  return spawnSync('apt-cache', ['show', '--quiet=2', ...packages], { stdio: 'ignore' }).status === 0;
}

function apt(args: readonly string[], folder?: string): boolean {
  const { status } = spawnSync(
    'apt-get',
    ['-y', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', ...args],
    {
      ...(folder === undefined ? {} : { cwd: folder }),
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 900_000,
    },
  );
  return status === 0;
}
