import { statSync } from 'node:fs';
import { sep } from 'node:path';
import { AppError } from './errors.ts';
import { processGlobal } from './process-wide.ts';

/** A file or folder by what it is, whatever it is called: device and number. */
export interface Place {
  readonly device: bigint;
  readonly number: bigint;
}

/** null: nothing is there, or nothing that can be reached. */
export function placeOf(path: string): Place | null {
  try {
    const { dev, ino } = statSync(/* turbopackIgnore: true */ path, { bigint: true });
    return { device: dev, number: ino };
  } catch {
    return null;
  }
}

export const isAt = (path: string, { device, number }: Place): boolean => {
  const now = placeOf(path);
  return now !== null && now.device === device && now.number === number;
};

interface Held {
  place: Place;
  holders: number;
}

const held = processGlobal('held-folders', () => new Map<string, Held>());

/**
 * From now on this process writes below this folder only as long as it is the one that it is now: moved away or replaced,
 * it is not made again, and what would go into another one is refused. Returns what ends that. Throws AppError disk.
 */
export function holdFolder(folder: string): () => void {
  refuseMoved(folder);
  const known = held().get(folder);
  const place = known?.place ?? placeOf(folder);
  if (place === null) throw moved(folder);
  const entry = known ?? { place, holders: 0 };
  held().set(folder, entry);
  entry.holders++;
  let holds = true;
  return () => {
    if (!holds) return;
    holds = false;
    entry.holders--;
    if (entry.holders === 0) held().delete(folder);
  };
}

/** Whether the held folder that a path is in is where it was; true where none is held. */
export const isInPlace = (path: string): boolean => movedAbove(path) === null;

/** Throws AppError disk where the held folder that a path is in, or the path itself, is not where it was. */
export function refuseMoved(path: string): void {
  const folder = movedAbove(path);
  if (folder !== null) throw moved(folder);
}

function movedAbove(path: string): string | null {
  for (const [folder, { place }] of held())
    if ((path === folder || path.startsWith(folder + sep)) && !isAt(folder, place)) return folder;
  return null;
}

const moved = (folder: string): AppError =>
  new AppError('disk', `The data directory ${folder} was moved away or replaced while Restore Desk runs.`, {
    hint: 'Nothing was changed. Put it back: changes go on then by themselves. To go on with what is there now, restart Restore Desk.',
    details: { folder },
  });
