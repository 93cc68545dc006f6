import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sourcesDigest } from './build.ts';
import { cacheDirectory } from './servers/unprivileged.ts';

/** What `npm pack` reads, beside what a build is made from. */
const PACKED = [
  'deploy',
  'Containerfile',
  'compose.yaml',
  'bin',
  'scripts',
  'server.mjs',
  'package.json',
  'docs',
  'README.md',
  'CHANGELOG.md',
];

/** The package as `npm pack` makes it: the absolute path of a .tgz, made once from the same sources. */
export async function packedFile(): Promise<string> {
  const all = join(cacheDirectory(), 'packed');
  const folder = join(all, sourcesDigest(PACKED));
  if (!existsSync(folder)) await rm(all, { recursive: true, force: true }); // of other sources
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length === 0)
    await promisify(execFile)('npm', ['pack', '--silent', '--pack-destination', folder], {
      env: { ...process.env, NODE_ENV: 'production' },
    });
  return join(
    folder,
    (await readdir(folder)).find((name) => name.endsWith('.tgz'))!,
  );
}
