import { readFileSync } from 'node:fs';
import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * Where a folder really is, even if it does not exist yet: a list of identities. A folder is within another one where one of
 * its identities begins with one of the other's.
 */
export type RealPlace = readonly string[];

/** Length of a chain of links. */
const MAX_LINKS = 40;

/**
 * The path without links, the path within its file system (a bind mount is the folder that it shows), and the path relative
 * to each folder above it, which is identified by device and inode. Throws errors of the system.
 */
export async function realPlace(directory: string): Promise<RealPlace> {
  const path = await withoutLinks(resolve(directory), 0);
  const identities = [path, ...belowMount(path)];
  let rest = '';
  for (let at = path; ; at = dirname(at)) {
    const found = await stat(at, { bigint: true }).catch(nullIfMissing);
    if (found !== null) identities.push(`${found.dev}:${found.ino}${rest}`);
    if (at === dirname(at)) return identities;
    rest = `/${basename(at)}${rest}`;
  }
}

/** Whether both are the same folder, or one is within the other. Pure. */
export const overlap = (one: RealPlace, other: RealPlace): boolean => liesIn(one, other) || liesIn(other, one);

const liesIn = (inner: RealPlace, outer: RealPlace): boolean =>
  outer.some((outerIdentity) =>
    inner.some((identity) => identity === outerIdentity || identity.startsWith(withSlash(outerIdentity))),
  );

const withSlash = (identity: string): string => (identity.endsWith('/') ? identity : `${identity}/`);

/** Also for a folder that does not exist yet, or whose link is broken. */
async function withoutLinks(path: string, links: number): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    nullIfMissing(error as NodeJS.ErrnoException);
    if (path === dirname(path) || links > MAX_LINKS) throw error;
  }
  const found = await lstat(path).catch(nullIfMissing);
  if (found?.isSymbolicLink()) return withoutLinks(resolve(dirname(path), await readlink(path)), links + 1);
  return join(await withoutLinks(dirname(path), links), basename(path));
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/** The device and the path in its file system, by the mount table of Linux; empty on other systems. */
function belowMount(path: string): string[] {
  let nearest: { device: string; root: string; point: string } | null = null;
  for (const line of mountLines()) {
    const [, , device, root, point] = line.split(' ').map(unescapePath);
    if (device === undefined || root === undefined || point === undefined) continue;
    const covers = path === point || path.startsWith(withSlash(point));
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

/** The kernel writes a space in a path as \040. */
const unescapePath = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
