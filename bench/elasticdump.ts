import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The path of elasticdump, installed on demand in the cache, outside the product's packages. */
export async function installElasticdump(): Promise<string> {
  const folder = fileURLToPath(new URL('../.cache/bench/', import.meta.url));
  const program = `${folder}node_modules/elasticdump/bin/elasticdump`;
  if (!existsSync(program)) {
    await mkdir(folder, { recursive: true });
    await writeFile(
      `${folder}package.json`,
      JSON.stringify({ private: true, dependencies: { elasticdump: '6.125.1' } }),
    );
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder, stdio: 'inherit' });
  }
  return program;
}
