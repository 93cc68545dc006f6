import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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
  if (!canInstall()) return false;
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
  if (!listsUpdated) listsUpdated = apt('update', '-q');
  const isInRelease = spawnSync('apt-cache', ['show', '--quiet=2', ...packages], { stdio: 'ignore' }).status === 0;
  if (!isInRelease) return false;
  process.stderr.write(`Installing ${packages.join(', ')} with apt-get…\n`);
  return apt('install', '-q', '--no-install-recommends', ...packages);
}
