import type { AliasMove } from '../../contract/plan.ts';
import type { RepositoryVerification } from '../../contract/repositories-page.ts';
import type { VerifiedBackup } from '../../known-backups/verified-states.ts';
import { parseExact } from '../../json/exact.ts';
import type { JobStore } from './job-store.ts';
import { SQL } from './database.ts';

/** A move of an alias, and the job that did it. */
export interface LastMove {
  job: string;
  move: AliasMove;
}

const toMove = (row: Record<string, unknown>): LastMove => ({
  job: String(row.job),
  move: parseExact(String(row.result)) as AliasMove,
});

export function lastMove(store: JobStore, clusterUuid: string, alias: string): LastMove | null {
  const row = store.read(() =>
    store[SQL].prepare(
      'SELECT job, result FROM switches WHERE cluster_uuid = ? AND alias = ? ORDER BY job DESC LIMIT 1',
    ).get(clusterUuid, alias),
  );
  return row ? toMove(row) : null;
}

export function lastMoves(store: JobStore, clusterUuid: string): Map<string, LastMove> {
  const rows = store.read(() =>
    store[SQL].prepare('SELECT alias, max(job) AS job, result FROM switches WHERE cluster_uuid = ? GROUP BY alias').all(
      clusterUuid,
    ),
  );
  return new Map(rows.map((row) => [String(row.alias), toMove(row)]));
}

export function jobsByCreatedIndex(store: JobStore, clusterUuid: string): Map<string, string> {
  const rows = store.read(() =>
    store[SQL].prepare('SELECT index_uuid, job FROM made_indices WHERE cluster_uuid = ?').all(clusterUuid),
  );
  return new Map(rows.map((row) => [String(row.index_uuid), String(row.job)]));
}

/**
 * Bytes of jobs of a kind on a cluster, under any of its names, and the seconds of all their runs; the newest 50, newest
 * first. A job that follows another counts where its result says what earlier runs had done, and how long they took.
 */
export function pastRuns(
  store: JobStore,
  kind: string,
  cluster: { key: string; uuid: string },
): { bytes: number; seconds: number }[] {
  const rows = store.read(() =>
    store[SQL].prepare(
      `SELECT json_extract(result, '$.bytes') AS bytes,
              json_extract(result, '$.seconds') + coalesce(json_extract(result, '$.earlier.seconds'), 0) AS seconds
         FROM jobs
         WHERE (cluster = ? OR cluster_uuid = ?) AND kind = ? AND status = 'succeeded'
           AND (follows IS NULL OR json_type(result, '$.earlier') = 'null'
             OR json_extract(result, '$.earlier.seconds') IS NOT NULL)
         ORDER BY id DESC LIMIT 50`,
    ).all(cluster.key, cluster.uuid, kind),
  );
  return rows.map((row) => ({ bytes: Number(row.bytes), seconds: Number(row.seconds) }));
}

/** By `backupUri`. */
export function verifications(store: JobStore): Map<string, VerifiedBackup> {
  const rows = store.read(() =>
    store[SQL].prepare('SELECT backup, bytes, job, at, problem, found FROM verified_backups').all(),
  );
  return new Map(
    rows.map((row) => [
      String(row.backup),
      {
        job: String(row.job),
        at: String(row.at),
        bytes: Number(row.bytes),
        problem: row.problem === null ? null : String(row.problem),
        found: row.found === null ? null : Number(row.found),
      },
    ]),
  );
}

/** The newest 200 backup jobs of a cluster that ended since then and were not cancelled. `since`: ISO 8601. */
export function endedBackupJobs(store: JobStore, cluster: string, since: string): { job: string; at: string }[] {
  const rows = store.read(() =>
    store[SQL].prepare(
      `SELECT id, ended_at FROM jobs
         WHERE cluster = ? AND kind IN ('backup', 'snapshot') AND status IN ('failed', 'interrupted', 'succeeded') AND ended_at >= ?
         ORDER BY id DESC LIMIT 200`,
    ).all(cluster, since),
  );
  return rows.map((row) => ({ job: String(row.id), at: String(row.ended_at) }));
}

/**
 * The last verification of each repository of a cluster, by the repository's name. Registering and changing one verify it
 * too; one that was unregistered since then has none.
 */
export function repositoryVerifications(store: JobStore, clusterUuid: string): Map<string, RepositoryVerification> {
  const rows = store.read(() =>
    store[SQL].prepare(
      `SELECT max(id) AS job, ended_at, coalesce(json_extract(work, '$.repository'), json_extract(work, '$.plan.repository.name')) AS name,
              json_extract(result, '$.nodes') AS nodes, json_extract(failure, '$.message') AS problem, status
         FROM jobs
         WHERE cluster_uuid = ? AND (kind = 'verify-repository' AND status IN ('succeeded', 'failed')
           OR kind = 'change-repository' AND status = 'succeeded' AND json_extract(result, '$.action') <> 'clean-up')
         GROUP BY name`,
    ).all(clusterUuid),
  );
  return new Map(
    rows
      .filter(({ nodes, status }) => status === 'failed' || nodes !== null)
      .map((row) => [
        String(row.name),
        {
          job: String(row.job),
          at: String(row.ended_at),
          nodes: row.nodes === null ? [] : (JSON.parse(String(row.nodes)) as string[]),
          problem: row.status === 'failed' ? String(row.problem) : null,
        },
      ]),
  );
}

/** The jobs that took a snapshot, of one cluster or of one snapshot's uuid, the newest last. */
export function snapshotJobs(
  store: JobStore,
  of: { clusterUuid: string } | { uuid: string },
): { job: string; uuid: string }[] {
  const [condition, value] =
    'uuid' in of
      ? (["json_extract(result, '$.uuid') = ?", of.uuid] as const)
      : (['cluster_uuid = ?', of.clusterUuid] as const);
  const rows = store.read(() =>
    store[SQL].prepare(
      `SELECT id, json_extract(result, '$.uuid') AS uuid FROM jobs
         WHERE kind = 'snapshot' AND status = 'succeeded' AND ${condition} ORDER BY id`,
    ).all(value),
  );
  return rows.map(({ id, uuid }) => ({ job: String(id), uuid: String(uuid) }));
}

/** The names of all locks that queued and running jobs hold. */
export const namesOfHeldLocks = (store: JobStore): Set<string> =>
  new Set(
    store.read(() =>
      store[SQL].prepare('SELECT DISTINCT subject FROM locks')
        .all()
        .map(({ subject }) => String(subject)),
    ),
  );
