import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { AppError, isAppError } from '../errors.ts';
import { mapInParallel } from '../map-in-parallel.ts';
import { pagesFolder, programFolder, subPathPages } from '../places.mjs';
import { newProcessMark } from '../process-mark.ts';
import { withBasePath, type Insertions } from './base-path.ts';
import { buildIdOf, readInsertions, servedFiles } from './built-pages.ts';
import { compressFile } from './compress-static.ts';
import { USED_BY } from './remove-unused-copies.ts';

const PARALLEL_FILES = 8;

/**
 * The folder of the pages for a sub-path ("/tools/desk"; empty: none). Every built address contains it, so for a sub-path it is a copy in
 * the data directory, made at the first start with it, in a second or two. Throws AppError disk, `cancelled`.
 */
export async function pagesBelow(
  basePath: string,
  dataDirectory: string,
  signal = new AbortController().signal,
): Promise<string> {
  const from = pagesFolder();
  if (basePath === '') return from;
  const copies = subPathPages(dataDirectory);
  const copy = join(copies, nameOfCopy(from, basePath));
  try {
    if (existsSync(copy)) {
      await markAsUsed(copy); // first: what another process uses is not removed
      if (await isWhole(from, copy, basePath)) return copy;
      await rm(copy, { recursive: true, force: true });
    }
    await mkdir(copies, { recursive: true, mode: 0o700 });
    const unfinished = await mkdtemp(join(copies, 'unfinished,'));
    await markAsUsed(unfinished);
    await fill(from, unfinished, basePath, signal).catch(async (error: unknown) => {
      await rm(unfinished, { recursive: true, force: true });
      throw error;
    });
    return await giveName(unfinished, copy);
  } catch (error) {
    throw isAppError(error) ? error : cannotCopy(copy, error);
  }
}

/** By build, by the program that the links lead to, and by sub-path: no comma is in any of them. */
function nameOfCopy(from: string, basePath: string): string {
  const program = createHash('sha256').update(programFolder()).digest('hex').slice(0, 8);
  return `${buildIdOf(from)},${program}${basePath.replaceAll('/', ',')}`;
}

const markAsUsed = (folder: string) => writeFile(join(folder, `${USED_BY}${newProcessMark()}`), '');

/** A file that a power cut emptied, or a dependency that is somewhere else now, would be missing in every page. */
async function isWhole(from: string, copy: string, basePath: string): Promise<boolean> {
  if (!existsSync(join(copy, 'node_modules/next/package.json'))) return false;
  const insertions = readInsertions(from);
  const sizes = await mapInParallel(servedFiles(from), PARALLEL_FILES, async (file) => {
    if (isCompressedAgain(file, insertions)) return true;
    const expected = (await stat(join(from, file))).size + (insertions[file]?.length ?? 0) * basePath.length;
    return (await stat(join(copy, file)).catch(() => null))?.size === expected;
  });
  return !sizes.includes(false);
}

async function fill(from: string, to: string, basePath: string, signal: AbortSignal): Promise<void> {
  const insertions = readInsertions(from);
  const files = servedFiles(from);
  for (const folder of new Set(files.map((file) => dirname(join(to, file))))) await mkdir(folder, { recursive: true });
  await mapInParallel(files, PARALLEL_FILES, async (file) => {
    signal.throwIfAborted();
    const places = insertions[file];
    if (places) await insertInto(join(from, file), join(to, file), places, basePath);
    else if (!isCompressedAgain(file, insertions)) await copyFile(join(from, file), join(to, file));
  });
  await linkDependencies(join(to, 'node_modules'));
  signal.throwIfAborted();
}

/** The compressed copy of a file that changes. */
const isCompressedAgain = (file: string, insertions: Readonly<Record<string, Insertions>>): boolean =>
  file.endsWith('.br') && insertions[file.slice(0, -'.br'.length)] !== undefined;

async function insertInto(from: string, to: string, places: Insertions, basePath: string): Promise<void> {
  await writeFile(to, withBasePath(await readFile(from), places, basePath));
  if (existsSync(`${from}.br`)) await compressFile(to);
}

/** Last, in one step. */
async function giveName(unfinished: string, copy: string): Promise<string> {
  try {
    await rename(unfinished, copy);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
    await markAsUsed(copy); // another process was first
  }
  return copy;
}

const cannotCopy = (copy: string, cause: unknown) =>
  new AppError(
    'disk',
    `The pages for this sub-path can't be written to ${copy}: ${cause instanceof Error ? cause.message : String(cause)}.`,
    { cause, hint: 'Give the data directory space, and the user Restore Desk runs as the right to write there.' },
  );

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
