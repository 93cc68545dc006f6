import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MissingRequirement } from './missing-requirement.ts';
import type { PodmanCommand } from './podman.ts';
import { programPath } from './system-packages.ts';

/** What the Containerfile's commands and Node need; Debian's `base-passwd` has the users. */
const PACKAGES = ['base-files', 'base-passwd', 'coreutils', 'dash', 'libstdc++6'];

/**
 * The name of an image in the place of `node:24-slim`: unpacked packages of Debian, the Node that runs this, and the npm on the PATH, where
 * that image has them. It remains in podman's storage, named for what it is made of. Throws MissingRequirement if it can't be made.
 */
export async function baseImage(podman: PodmanCommand): Promise<string> {
  const npm = npmFolder();
  const suite = suiteOf(readFileSync('/etc/os-release', 'utf8'));
  const recipe = [suite, ...PACKAGES, process.version, readFileSync(join(npm, 'package.json'), 'utf8')];
  const key = createHash('sha256').update(recipe.join('\n')).digest('hex').slice(0, 12);
  const name = `localhost/restore-desk-test-base:${key}`;
  if ((await podman(['image', 'exists', name])).status === 0) return name;
  process.stderr.write('Making a base image of Debian’s packages…\n');
  const folder = mkdtempSync(join(tmpdir(), 'base-image-'));
  try {
    const file = join(folder, 'base.tar');
    unpackSystem(suite, npm, file);
    const imported = await podman(['import', '--quiet', file, name]);
    if (imported.status !== 0) throw new MissingRequirement(`podman can't import an image: ${imported.stderr.trim()}`);
    return name;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Packages are unpacked, not configured: seconds in place of a minute and a half. */
function unpackSystem(suite: string, npm: string, file: string): void {
  const hooks = [
    'mkdir -p "$1/usr/local/bin" "$1/usr/local/lib/node_modules"',
    `copy-in '${process.execPath}' /usr/local/bin`,
    `copy-in '${npm}' /usr/local/lib/node_modules`,
    'ln -s ../lib/node_modules/npm/bin/npm-cli.js "$1/usr/local/bin/npm"',
    'cp "$1/usr/share/base-passwd/passwd.master" "$1/etc/passwd"',
    'cp "$1/usr/share/base-passwd/group.master" "$1/etc/group"',
  ].map((hook) => `--extract-hook=${hook}`);
  const { status, stderr, error } = spawnSync(
    'mmdebstrap',
    ['--variant=extract', `--include=${PACKAGES.join(',')}`, ...hooks, suite, file],
    { encoding: 'utf8', timeout: 600_000 },
  );
  if (status !== 0)
    throw new MissingRequirement(`mmdebstrap can't unpack a system: ${(error?.message ?? stderr).trim().slice(-500)}`);
}

/** Follows the link of `npm` on the PATH: `…/npm/bin/npm-cli.js`. */
function npmFolder(): string {
  const npm = programPath('npm');
  if (npm === null) throw new MissingRequirement('npm is not on the PATH.');
  return dirname(dirname(realpathSync(npm)));
}

function suiteOf(osRelease: string): string {
  const [, suite] = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(osRelease) ?? [];
  if (suite === undefined) throw new MissingRequirement('This is not Debian or a relative of it.');
  return suite;
}
