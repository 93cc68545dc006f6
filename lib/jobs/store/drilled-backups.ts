import { comparedBy } from '../../contract/compared-by.ts';
import type { DrilledBackup } from '../../contract/drilled.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** The last drill of each backup, by the zip file's `backupUri` or by `drilledSnapshotKey`. */
export const drilledBackups = (store: JobStore): Map<string, DrilledBackup> =>
  new Map(
    store
      .read(() =>
        store[SQL].prepare(
          `SELECT backup, bytes, job, at, seconds, documents, equal, compared, ok, problem, limited, elsewhere, alias
             FROM drilled_backups`,
        ).all(),
      )
      .map((row) => [
        String(row.backup),
        {
          job: String(row.job),
          at: String(row.at),
          bytes: Number(row.bytes),
          seconds: Number(row.seconds),
          documents: row.documents === null ? null : Number(row.documents),
          equal: row.equal === null ? null : Number(row.equal),
          compared: comparedBy.safeParse(row.compared).data ?? null,
          ok: row.ok === 1,
          problem: row.problem === null ? null : String(row.problem),
          limited: row.limited === 1,
          elsewhere: row.elsewhere === 1,
          alias: row.alias === null ? null : String(row.alias),
        },
      ]),
  );

/** A drill that has ended, and is not known to have deleted its index. */
export interface UndeletedDrill {
  job: string;
  cluster: string;
  /** Of the cluster that it ran on. */
  clusterUuid: string;
  /** The key of the drill cluster that it ran on; null: it ran on its own cluster. */
  on: string | null;
  index: string;
}

/** The newest 500, newest first. */
export const drillsThatMayHaveLeft = (store: JobStore): UndeletedDrill[] =>
  store
    .read(() =>
      store[SQL].prepare(
        `SELECT id, cluster, json_extract(work, '$.plan.cluster.uuid') AS uuid, json_extract(work, '$.plan.on') AS elsewhere,
              json_extract(work, '$.plan.target.index') AS name
           FROM jobs
           WHERE kind = 'drill' AND status NOT IN ('queued', 'running')
             AND NOT (status = 'succeeded' AND json_extract(result, '$.deleted') = 1)
           ORDER BY id DESC LIMIT 500`,
      ).all(),
    )
    .map((row) => ({
      job: String(row.id),
      cluster: String(row.cluster),
      clusterUuid: String(row.uuid),
      on: row.elsewhere === null ? null : String(row.elsewhere),
      index: String(row.name),
    }));
