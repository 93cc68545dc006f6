import type { CountChanges, CountPoint, SavedCounts } from '../../contract/count-points.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** An entry of the configuration with the cluster that answers under it. `uuid`: empty if it is unknown. */
export interface CountedCluster {
  key: string;
  uuid: string;
}

export const savedCounts = (store: JobStore, { key, uuid }: CountedCluster): SavedCounts =>
  store.read(() => ({
    points: store[SQL].prepare(
      'SELECT alias, at, after, documents, target FROM document_counts WHERE cluster = ? AND cluster_uuid = ? ' +
        'ORDER BY alias, at',
    )
      .all(key, uuid)
      .map((row) => ({ alias: String(row.alias), point: toPoint(row) })),
    watched: store[SQL].prepare(
      'SELECT began, ended FROM watched_times WHERE cluster = ? AND cluster_uuid = ? ORDER BY began',
    )
      .all(key, uuid)
      .map((row) => ({ began: Number(row.began), ended: Number(row.ended) })),
  }));

/** Of one alias, oldest first. */
export const savedCountsOf = (store: JobStore, { key, uuid }: CountedCluster, alias: string): CountPoint[] =>
  store.read(() =>
    store[SQL].prepare(
      'SELECT at, after, documents, target FROM document_counts WHERE cluster = ? AND cluster_uuid = ? AND alias = ? ORDER BY at',
    )
      .all(key, uuid, alias)
      .map(toPoint),
  );

const toPoint = (row: Record<string, unknown>): CountPoint => ({
  at: Number(row.at),
  after: Number(row.after),
  documents: row.documents === null ? null : Number(row.documents),
  target: String(row.target),
});

/** Fails immediately if the database is locked; the caller retries with its next changes. */
export function saveCounts(store: JobStore, { key, uuid }: CountedCluster, changes: CountChanges): void {
  const sql = (statement: string) => store[SQL].prepare(statement);
  store.withoutWaiting(() => {
    store.transact(() => {
      const drop = sql('DELETE FROM document_counts WHERE cluster = ? AND cluster_uuid = ? AND alias = ? AND at = ?');
      for (const { alias, at } of changes.dropped) drop.run(key, uuid, alias, at);
      const dropWatched = sql('DELETE FROM watched_times WHERE cluster = ? AND cluster_uuid = ? AND began = ?');
      for (const began of changes.droppedWatched) dropWatched.run(key, uuid, began);
      const add = sql('INSERT OR REPLACE INTO document_counts VALUES (?, ?, ?, ?, ?, ?, ?)');
      for (const { alias, point } of changes.points)
        add.run(key, uuid, alias, point.at, point.after, point.documents, point.target);
      const watch = sql('INSERT OR REPLACE INTO watched_times VALUES (?, ?, ?, ?)');
      for (const { began, ended } of changes.watched) watch.run(key, uuid, began, ended);
    });
  });
}

/** Deletes the counts of clusters that were last watched before `oldest`: they are no longer configured. */
export function forgetUnwatchedCounts(store: JobStore, oldest: number): void {
  store.transact(() => {
    store[SQL].prepare('DELETE FROM watched_times WHERE ended < ?').run(oldest);
    store[SQL].exec(
      'DELETE FROM document_counts WHERE (cluster, cluster_uuid) NOT IN (SELECT cluster, cluster_uuid FROM watched_times)',
    );
  });
}
