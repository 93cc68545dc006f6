import type { SnapshotSummary } from '../../lib/known-backups/snapshot-summary.ts';

/** A complete snapshot of this cluster, of one index of the alias `government`. */
export const aSnapshot = (over: Partial<SnapshotSummary> = {}): SnapshotSummary => {
  const { repository = 'nightly', name = 'first', takenAt = '2026-11-23T03:00:00.000Z' } = over;
  return {
    id: `snapshot:${repository}/${name}`,
    repository,
    name,
    uuid: `uuid-${name}`,
    state: 'SUCCESS',
    indices: ['government-1'],
    names: ['government'],
    aliases: over.names ?? ['government'],
    takenAt,
    orderedAt: takenAt ?? '',
    documents: null,
    bytes: null,
    addedBytes: null,
    proof: null,
    failedShards: 0,
    ofThisCluster: true,
    readOnly: false,
    indicesOf: () => (over.indices ?? ['government-1']).map((index) => ({ index, uuid: null, documents: null })),
    ...over,
  };
};
