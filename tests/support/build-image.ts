import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packedFile } from '../../scripts/packed-file.ts';
import type { Podman } from '../../scripts/servers/podman.ts';

const CONTAINERFILE = fileURLToPath(new URL('../../Containerfile', import.meta.url));

/**
 * Builds the image of the Containerfile from the packed file, on podman's base image. npm reaches its registry there as it does here. Throws
 * with the output of the build.
 */
export async function buildImage({ command, base }: Podman, name: string): Promise<void> {
  const file = await packedFile();
  const context = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    copyFileSync(file, join(context, basename(file)));
    const { status, stdout, stderr } = await command([
      'build',
      // Podman's own format has no health check.
      ...['--format', 'docker', '--file', CONTAINERFILE, '--tag', name, '--pull=never', '--build-arg', `BASE=${base}`],
      // In a change of root alone: without a container's own limits, which not every machine may set.
      ...['--isolation', 'chroot', '--network', 'host', '--layers=false', ...registryOptions()],
      context,
    ]);
    if (status !== 0) throw new Error(`The image was not built:\n${stdout}\n${stderr}`);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

/** What npm on this machine knows of its registry: the address, an authority of its own, and the user's settings. */
function registryOptions(): string[] {
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const authority = process.env['NODE_EXTRA_CA_CERTS'];
  const settings = join(homedir(), '.npmrc');
  return [
    ...['--build-arg', `NPM_CONFIG_REGISTRY=${registry}`],
    ...(authority
      ? [
          '--build-arg',
          `NODE_EXTRA_CA_CERTS=${authority}`,
          '--volume',
          `${dirname(authority)}:${dirname(authority)}:ro`,
        ]
      : []),
    ...(existsSync(settings) ? ['--secret', `id=npmrc,src=${settings}`] : []),
  ];
}
