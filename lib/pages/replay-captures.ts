import { LRUCache } from 'lru-cache';
import { captureFilesIn, type ListedCapture } from '../captures/captures-folder.ts';
import type { ConfiguredCluster, ConfiguredReplay } from '../config/configuration.ts';
import { AppError } from '../errors.ts';
import { processGlobal } from '../process-wide.ts';

interface Listing {
  files: readonly ListedCapture[];
  listedAt: string;
}

/** A capture that grows would be read again for every look at its plan. */
const RETAINED_MS = 10 * 60_000;

const listings = processGlobal('capture-listings', () => new LRUCache<string, Listing>({ max: 50, ttl: RETAINED_MS }));

const listingKey = (cluster: string, { captures }: Pick<ConfiguredReplay, 'captures'>): string =>
  `${cluster} ${captures}`;

/** Throws AppError `not_found`: the configuration names no folder of captures. */
export function replayOf({ name, replay }: ConfiguredCluster): ConfiguredReplay {
  if (replay !== null) return replay;
  throw new AppError('not_found', `Replaying captured traffic is not configured for ${name}.`, {
    hint: 'The key is clusters.<key>.replay; docs/configuration.md has it.',
  });
}

/**
 * The files of the configured folder, with the sizes that they had when they were listed: what is added later is read after the
 * next listing. `again`: lists them now. Throws as `captureFilesIn`.
 */
export async function listCaptures(
  cluster: ConfiguredCluster,
  { again = false, signal }: { again?: boolean; signal?: AbortSignal } = {},
): Promise<Listing> {
  const { captures } = replayOf(cluster);
  const key = listingKey(cluster.key, { captures });
  const known = again ? undefined : listings().get(key);
  if (known !== undefined) return known;
  const listing = { files: await captureFilesIn(captures, signal), listedAt: new Date().toISOString() };
  listings().set(key, listing);
  return listing;
}

/** The folder has other files now, as after a reset of the demo. */
export function forgetListedCaptures({ key, replay }: ConfiguredCluster): void {
  if (replay !== null) listings().delete(listingKey(key, replay));
}

/** Without those that were left out, each named in a line: a path, or a folder with a slash at its end. */
export function chosenCaptures(files: readonly ListedCapture[], without: string | undefined): ListedCapture[] {
  const left = (without ?? '').split('\n').filter((line) => line !== '');
  return files.filter(({ path }) => !left.some((line) => (line.endsWith('/') ? path.startsWith(line) : path === line)));
}
