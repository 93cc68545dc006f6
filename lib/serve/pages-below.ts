import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { AppError } from '../errors.ts';
import { mapInParallel } from '../map-in-parallel.ts';
import { pagesFolder, programFolder, subPathPages } from '../places.mjs';
import { withBasePath, type Insertions } from './base-path.ts';
import { buildIdOf, readInsertions, servedFiles } from './built-pages.ts';
import { compressFile } from './compress-static.ts';

/**
 * The folder of the pages for a sub-path ("/tools/desk"; empty: none). Every built address contains it, so for a sub-path it is a copy in
 * the data directory, made at the first start with it, in about a second. Throws AppError disk.
 */
export async function pagesBelow(basePath: string, dataDirectory: string): Promise<string> {
  const built = pagesFolder();
  if (basePath === '') return built;
  const copy = join(subPathPages(dataDirectory), `${buildIdOf(built)}${basePath.replaceAll('/', '~')}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${String(process.pid)}`;
  try {
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    await copyPages(built, unfinished, basePath);
    await linkDependencies(join(unfinished, 'node_modules'));
    await rename(unfinished, copy); // last, in one step: a folder of this name is complete
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw cannotCopy(copy, error); // else another process was first
  }
  return copy;
}

const cannotCopy = (copy: string, cause: unknown) =>
  new AppError(
    'disk',
    `The pages for this sub-path can't be written to ${copy}: ${cause instanceof Error ? cause.message : String(cause)}.`,
    { cause, hint: 'Give the data directory space, and the user Restore Desk runs as the right to write there.' },
  );

async function copyPages(from: string, to: string, basePath: string): Promise<void> {
  const insertions = readInsertions(from);
  const files = servedFiles(from);
  for (const folder of new Set(files.map((file) => dirname(join(to, file))))) await mkdir(folder, { recursive: true });
  await mapInParallel(files, 8, async (file) => {
    const places = insertions[file];
    if (places) return insertInto(join(from, file), join(to, file), places, basePath);
    // The compressed copy of a file that changes is made again.
    if (!(file.endsWith('.br') && insertions[file.slice(0, -3)])) await copyFile(join(from, file), join(to, file));
  });
}

async function insertInto(from: string, to: string, places: Insertions, basePath: string): Promise<void> {
  await writeFile(to, withBasePath(await readFile(from), places, basePath));
  if (existsSync(`${from}.br`)) await compressFile(to);
}

/** Pages in another folder find the packages of the program by links. */
async function linkDependencies(folder: string): Promise<void> {
  for (const name of Object.keys(manifest.dependencies)) {
    const target = packageFolder(name);
    if (target === null) continue;
    const link = join(folder, name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link);
  }
}

/** As Node looks for it; null: it is not installed. */
function packageFolder(name: string): string | null {
  for (let at = programFolder(); ; at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    if (existsSync(folder)) return folder;
    if (at === dirname(at)) return null;
  }
}
