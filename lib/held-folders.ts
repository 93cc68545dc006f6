import { statSync } from 'node:fs';
import { sep } from 'node:path';
import { AppError } from './errors.ts';
import { processGlobal } from './process-wide.ts';

/** What identifies a file or folder independently of its name: device and inode number. */
export interface FileIdentity {
  readonly device: bigint;
  readonly number: bigint;
}

/** Null: it does not exist, or can't be reached. */
export function fileIdentityOf(path: string): FileIdentity | null {
  try {
    const { dev, ino } = statSync(/* turbopackIgnore: true */ path, { bigint: true });
    return { device: dev, number: ino };
  } catch {
    return null;
  }
}

export const hasIdentity = (path: string, { device, number }: FileIdentity): boolean => {
  const current = fileIdentityOf(path);
  return current !== null && current.device === device && current.number === number;
};

interface HeldFolder {
  place: FileIdentity;
  holders: number;
}

const held = processGlobal('held-folders', () => new Map<string, HeldFolder>());

/**
 * From now on this process writes below this folder only as long as it is the same folder: once it is moved or replaced, it
 * is not created again, and writes are refused. Returns the function that ends this. Throws AppError `disk`.
 */
export function holdFolder(folder: string): () => void {
  refuseMoved(folder);
  const existing = held().get(folder);
  const place = existing?.place ?? fileIdentityOf(folder);
  if (place === null) throw movedError(folder);
  const entry = existing ?? { place, holders: 0 };
  held().set(folder, entry);
  entry.holders++;
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    entry.holders--;
    if (entry.holders === 0) held().delete(folder);
  };
}

/** Whether the held folder above a path is still in its place; true where none is held. */
export const isInPlace = (path: string): boolean => movedAbove(path) === null;

/** Throws AppError `disk` where the path is, or is within, a held folder that was moved or replaced. */
export function refuseMoved(path: string): void {
  const folder = movedAbove(path);
  if (folder !== null) throw movedError(folder);
}

function movedAbove(path: string): string | null {
  for (const [folder, { place }] of held())
    if ((path === folder || path.startsWith(folder + sep)) && !hasIdentity(folder, place)) return folder;
  return null;
}

const movedError = (folder: string): AppError =>
  new AppError('disk', `The data directory ${folder} was moved away or replaced while Restore Desk runs.`, {
    hint: 'Nothing was changed. Put it back: changes then work again without a restart. To use the directory that is there now, restart Restore Desk.',
    details: { folder },
  });
