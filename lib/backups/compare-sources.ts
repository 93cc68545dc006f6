import { folderOf } from '../contract/backup-ref.ts';
import { processGlobal } from '../process-wide.ts';
import { filesOf } from '../files/files.ts';
import { overlap, type RealPlace } from '../files/real-place.ts';

/** Whether two sources have backups in common; `unknown`: the file system did not answer in time. */
export type SourceRelation = 'apart' | 'shared' | 'unknown';

/** Callers are handling a request. */
const LOOKUP_LIMIT_MS = 2_000;

/**
 * `shared`: the sources are the same folder, by any path, or one contains the other. Nothing is cached, since a folder can
 * be created, or replaced by a link, at any time.
 */
export async function compareSources(one: string, other: string): Promise<SourceRelation> {
  if (one === other) return 'shared';
  const [oneFolder, otherFolder] = [folderOf(one), folderOf(other)];
  // Sources of other kinds are apart, unless the key of one is a prefix of the other's.
  if (oneFolder === null || otherFolder === null) return isNested(one, other) ? 'shared' : 'apart';
  const places = await Promise.all([realPlaceWithinLimit(oneFolder), realPlaceWithinLimit(otherFolder)]);
  if (places[0] === null || places[1] === null) return 'unknown';
  return overlap(places[0], places[1]) ? 'shared' : 'apart';
}

const isNested = (one: string, other: string): boolean =>
  `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);

/** One lookup of a folder at a time: on an unreachable network share, a lookup takes long to fail. */
const runningLookups = processGlobal('source-comparisons', () => new Map<string, Promise<RealPlace | null>>());

/** null: it failed, or took too long. */
async function realPlaceWithinLimit(folder: string): Promise<RealPlace | null> {
  const lookup = runningLookups().get(folder) ?? startLookup(folder);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), LOOKUP_LIMIT_MS);
  });
  try {
    return await Promise.race([lookup, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function startLookup(folder: string): Promise<RealPlace | null> {
  const lookup = filesOf(folder)
    .realPlace()
    .catch(() => null)
    .finally(() => runningLookups().delete(folder));
  runningLookups().set(folder, lookup);
  return lookup;
}
