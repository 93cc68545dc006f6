import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Finds a program on the PATH. */
export function programPath(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(':')) {
    if (folder && existsSync(join(folder, name))) return join(folder, name);
  }
  return null;
}

const mayInstall = () =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && programPath('apt-get') !== null;

let listsAreFresh = false;

/**
 * As root on Debian or Ubuntu: installs the packages and says true. Elsewhere, or when apt fails, false;
 * the caller then names what to install.
 */
export function installPackages(packages: readonly string[]): boolean {
  if (!mayInstall()) return false;
  const apt = (...args: string[]) => {
    const { status } = spawnSync(
      'apt-get',
      ['-y', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', ...args],
      {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        stdio: ['ignore', 'ignore', 'inherit'],
        timeout: 900_000,
      },
    );
    return status === 0;
  };
  if (!listsAreFresh) listsAreFresh = apt('update', '-q');
  if (spawnSync('apt-cache', ['show', '--quiet=2', ...packages], { stdio: 'ignore' }).status !== 0) return false; // not in this release
  process.stderr.write(`Installing ${packages.join(', ')} with apt-get…\n`);
  return apt('install', '-q', '--no-install-recommends', ...packages);
}
