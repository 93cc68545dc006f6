import { backupPlace, idWithin } from '../contract/backup-ref.ts';
import type { ComparedSide } from '../contract/comparison.ts';
import type { ComparedSides, ShownSide } from '../contract/comparison-page.ts';
import type { ClusterIndices } from '../contract/indices.ts';

/** The last listing of a cluster by its key in the configuration, or of the page's own (null); null: none yet. */
export type ListingOf = (cluster: string | null) => ClusterIndices | null;

/** The sides of a comparison as its page shows them. `source`: the cluster's source of backups. Pure. */
export function comparedSidesOf(
  sides: { left: ComparedSide; right: ComparedSide } | null,
  source: string,
  listingOf: ListingOf,
): ComparedSides | null {
  if (sides === null) return null;
  return {
    left: shownSide(sides.left, source, listingOf),
    right: shownSide(sides.right, source, listingOf),
    sameIndex: isOfSameIndex(sides.left, sides.right),
  };
}

/** Whether a backup was taken of the index that it is compared with; null: the file does not say, or these are other sides. */
export const isOfSameIndex = (left: ComparedSide, right: ComparedSide): boolean | null =>
  left.kind === 'backup' && right.kind === 'index' && left.uuid !== null
    ? left.uuid === right.uuid && (right.cluster === undefined || right.cluster.uuid === left.clusterUuid)
    : null;

function shownSide(side: ComparedSide, source: string, listingOf: ListingOf): ShownSide {
  if (side.kind === 'backup') {
    const { backup, group, takenAt, documents } = side;
    return { kind: 'backup', id: idWithin(source, backup), place: backupPlace(backup), group, takenAt, documents };
  }
  const { index, alias, cluster, documents } = side;
  const shown = { kind: 'index' as const, index, alias, documents };
  if (cluster === undefined) return { ...shown, now: nowOf(side, listingOf(null)) };
  const { key, name } = cluster;
  return { ...shown, now: key === null ? null : nowOf(side, listingOf(key)), cluster: { key, name } };
}

/** An index of the same name that was created since is another one. Listings have no dot-indices. */
function nowOf({ index, uuid }: { index: string; uuid: string }, listing: ClusterIndices | null) {
  if (listing === null || index.startsWith('.')) return null;
  const found = listing.indices.find((each) => each.name === index && each.uuid === uuid);
  return { exists: found !== undefined, aliases: found?.aliases.map(({ alias }) => alias) ?? [] };
}
