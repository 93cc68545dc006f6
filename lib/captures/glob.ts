import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * File patterns, because a quoted one reaches us as it is, and Node has its own only from version 22 on. `*` and `?` are
 * any characters of one name, `[a-z]` and `[!a-z]` one of a set, `{a,b}` alternatives, and `**` any number of folders. Like
 * in a shell, names that begin with a dot are matched only by a pattern that begins with one.
 */
export const isPattern = (path: string): boolean => /[*?[{]/.test(path);

/** The paths that match, in no order. A folder that can't be read matches nothing. */
export async function matchingPaths(pattern: string): Promise<string[]> {
  const found = await Promise.all(alternatives(pattern).map((one) => walk(one)));
  return found.flat();
}

const MAX_ALTERNATIVES = 1000;

/** `a{b,c}d` as `abd` and `acd`. */
function alternatives(pattern: string): string[] {
  const found: string[] = [];
  for (const open = [pattern]; open.length > 0 && found.length < MAX_ALTERNATIVES;) {
    const next = open.pop()!;
    const match = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (match === null) found.push(next);
    else
      for (const choice of match[1]!.split(','))
        open.push(next.slice(0, match.index) + choice + next.slice(match.index + match[0].length));
  }
  return found;
}

async function walk(pattern: string): Promise<string[]> {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  return below(pattern.startsWith('/') ? '/' : '', parts);
}

async function below(folder: string, [part, ...rest]: string[]): Promise<string[]> {
  if (part === undefined) return [folder];
  if (part === '**') {
    const folders = (await entriesOf(folder)).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    const deeper = folders.map((entry) => below(join(folder, entry.name), [part, ...rest]));
    const here = rest.length === 0 ? matchesIn(folder, '*', []) : below(folder, rest);
    return (await Promise.all([here, ...deeper])).flat();
  }
  return isPattern(part) ? matchesIn(folder, part, rest) : below(join(folder, part), rest);
}

async function matchesIn(folder: string, part: string, rest: string[]): Promise<string[]> {
  const name = nameMatcher(part);
  const matches = (await entriesOf(folder)).filter((entry) => name(entry.name));
  return (await Promise.all(matches.map((entry) => below(join(folder, entry.name), rest)))).flat();
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder === '' ? '.' : folder, { withFileTypes: true }).catch(() => []);
}

function nameMatcher(part: string): (name: string) => boolean {
  const source = part.replace(/\[(!?)([^\]/]+)\]|\*+|\?|[\\^$+.()|[\]{}]/g, (token, not: string, set: string) => {
    if (set !== undefined) return `[${not === '!' ? '^' : ''}${set.replace(/[\\\]^[]/g, '\\$&')}]`;
    return token.startsWith('*') ? '.*' : token === '?' ? '.' : `\\${token}`;
  });
  const pattern = validPattern(source);
  return (name) => (!name.startsWith('.') || part.startsWith('.')) && (name === part || (pattern?.test(name) ?? false));
}

/** Null: a set with a range from the end, such as `[z-a]`. */
function validPattern(source: string): RegExp | null {
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    return null;
  }
}
