import { folderOf } from '../contract/backup-ref.ts';
import { processGlobal } from '../process-wide.ts';
import { filesOf } from '../files/files.ts';
import { overlap, type RealPlace } from '../files/real-place.ts';

/** What two sources of backups have in common; `unknown`: the file system did not say in time. */
export type Sharing = 'apart' | 'shared' | 'unknown';

/** Whoever asks is in the middle of a request. */
const WITHIN_MS = 2_000;

/**
 * Whether what lies in one source can be reached through the other: the same folder by whatever path, or one in the
 * other. Looked at again each time: a folder may be made, or replaced by a link, at any moment.
 */
export async function sharing(one: string, other: string): Promise<Sharing> {
  if (one === other) return 'shared';
  const [oneFolder, otherFolder] = [folderOf(one), folderOf(other)];
  // Sources of another kind are apart unless the key of one begins with that of the other.
  if (oneFolder === null || otherFolder === null) return startsWith(one, other) ? 'shared' : 'apart';
  const places = await Promise.all([placeInTime(oneFolder), placeInTime(otherFolder)]);
  if (places[0] === null || places[1] === null) return 'unknown';
  return overlap(places[0], places[1]) ? 'shared' : 'apart';
}

const startsWith = (one: string, other: string): boolean =>
  `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);

/** One look at a folder at a time: on a network share that is gone, a look takes long to fail. */
const underWay = processGlobal('looks-at-places', () => new Map<string, Promise<RealPlace | null>>());

/** null: not in time, or not at all. */
async function placeInTime(folder: string): Promise<RealPlace | null> {
  const look = underWay().get(folder) ?? begin(folder);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), WITHIN_MS);
  });
  try {
    return await Promise.race([look, late]);
  } finally {
    clearTimeout(timer);
  }
}

function begin(folder: string): Promise<RealPlace | null> {
  const look = filesOf(folder)
    .realPlace()
    .catch(() => null)
    .finally(() => underWay().delete(folder));
  underWay().set(folder, look);
  return look;
}
