import { readFileSync } from 'node:fs';
import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * Where a folder really is, whether it is there yet or not. Each way to name it is a text; a folder lies in another one
 * where a way of the one begins with a way of the other.
 */
export type RealPlace = readonly string[];

/** Links to links. */
const MOST_LINKS = 40;

/**
 * The path without links, the same as the file system counts it below its mounts (a bind mount is the folder it shows), and
 * from every folder above it by device and inode. Throws where the file system does not tell.
 */
export async function realPlace(directory: string): Promise<RealPlace> {
  const path = await withoutLinks(resolve(directory), 0);
  const ways = [path, ...belowMount(path)];
  let rest = '';
  for (let at = path; ; at = dirname(at)) {
    const found = await stat(at, { bigint: true }).catch(ignoreMissing);
    if (found !== null) ways.push(`${found.dev}:${found.ino}${rest}`);
    if (at === dirname(at)) return ways;
    rest = `/${basename(at)}${rest}`;
  }
}

/** The same folder, or one in the other, however deep. Pure. */
export const overlap = (one: RealPlace, other: RealPlace): boolean => liesIn(one, other) || liesIn(other, one);

const liesIn = (inner: RealPlace, outer: RealPlace): boolean =>
  outer.some((outerWay) => inner.some((way) => way === outerWay || way.startsWith(below(outerWay))));

const below = (way: string): string => (way.endsWith('/') ? way : `${way}/`);

/** Also of a folder that is not there yet, behind a link that leads nowhere yet. */
async function withoutLinks(path: string, links: number): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    ignoreMissing(error as NodeJS.ErrnoException);
    if (path === dirname(path) || links > MOST_LINKS) throw error;
  }
  const found = await lstat(path).catch(ignoreMissing);
  if (found?.isSymbolicLink()) return withoutLinks(resolve(dirname(path), await readlink(path)), links + 1);
  return join(await withoutLinks(dirname(path), links), basename(path));
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/** Device, and path in its file system, by Linux' table of mounts; nothing elsewhere. */
function belowMount(path: string): string[] {
  let nearest: { device: string; root: string; point: string } | null = null;
  for (const line of mountLines()) {
    const [, , device, root, point] = line.split(' ').map(unescaped);
    if (device === undefined || root === undefined || point === undefined) continue;
    const covers = path === point || path.startsWith(below(point));
    // A later mount on the same point covers the earlier one.
    if (covers && point.length >= (nearest?.point.length ?? 0)) nearest = { device, root, point };
  }
  if (nearest === null) return [];
  const { device, point, root } = nearest;
  return [`${device} ${join(root, path.slice(point.length))}`];
}

function mountLines(): string[] {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** The kernel writes blanks in a path as \040. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
