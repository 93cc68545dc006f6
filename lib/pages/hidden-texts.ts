import { clustersOf } from '../access/current-user.ts';
import { configuredClusters, type ConfiguredCluster } from '../config.ts';
import { backupUri } from '../contract/backup-ref.ts';
import type { Viewer } from './job-for.ts';

/**
 * What a search does not find for a person: the keys of the clusters on which they have no role, and the places of the backups of those,
 * unless they are the place of a known one too. In lower case, as in JSON.
 */
export function hiddenTextsFor(viewer: Viewer, own: ConfiguredCluster): string[] {
  const known = [own, ...(viewer === null ? [] : clustersOf(viewer))];
  const keys = new Set(known.map(({ key }) => key));
  const places = new Set(known.map(({ backupSource }) => backupSource));
  const texts = configuredClusters()
    .filter(({ key }) => !keys.has(key))
    .flatMap(({ key, backupSource }) => [
      JSON.stringify(key),
      ...(places.has(backupSource) ? [] : [JSON.stringify(backupUri({ source: backupSource, id: '' })).slice(1, -1)]),
    ]);
  return [...new Set(texts)].map((text) => text.toLowerCase());
}
