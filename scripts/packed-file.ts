import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import manifest from '../package.json' with { type: 'json' };
import { sourcesDigest } from './build.ts';
import { cacheDirectory } from './servers/unprivileged.ts';

/** What `npm pack` takes, or makes it from. */
const PACKED = [
  'scripts',
  'README.md',
  'LICENSE',
  ...manifest.files.filter((name) => name !== 'dist' && !name.includes('*')),
  'docs',
];

/** The package as `npm pack` makes it: the absolute path of a .tgz, made once from the same sources. */
export async function packedFile(): Promise<string> {
  const all = join(cacheDirectory(), 'packed');
  const folder = join(all, sourcesDigest(PACKED));
  const made = async () => (await readdir(folder).catch(() => [])).find((name) => name.endsWith('.tgz'));
  if ((await made()) === undefined) {
    await rm(all, { recursive: true, force: true }); // of other sources
    await mkdir(all, { recursive: true });
    const unfinished = await mkdtemp(join(all, 'unfinished-'));
    await promisify(execFile)('npm', ['pack', '--silent', '--pack-destination', unfinished], {
      env: { ...process.env, NODE_ENV: 'production' },
    });
    await rename(unfinished, folder);
  }
  return join(folder, (await made())!);
}
