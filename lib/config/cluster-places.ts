import { processGlobal } from '../process-wide.ts';
import type { ConfiguredCluster } from './configuration.ts';

/** Where clusters write snapshots, by the key of their entry: as `placeOfRepository`, of repositories that are not read-only. */
const observed = processGlobal('snapshot-places', () => new Map<string, { url: string; places: readonly string[] }>());

export function saveSnapshotPlaces({ key, connection }: ConfiguredCluster, places: readonly string[]): void {
  observed().set(key, { url: connection.url, places });
}

/** By the last answer to this process; empty: none, or it never answered at this address. */
export function snapshotPlacesOf({ key, connection }: ConfiguredCluster): readonly string[] {
  const last = observed().get(key);
  return last?.url === connection.url ? last.places : [];
}
