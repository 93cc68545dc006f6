import type { SwitchResult } from '../../contract/results.ts';
import { parseExact } from '../../json/exact.ts';
import { workOf } from './rows.ts';
import type { JobStore } from './job-store.ts';
import { fills, scopeOf } from '../subjects.ts';

export interface VerifiedFile {
  job: string;
  at: string;
  fileBytes: number;
  /** null: it was whole. */
  problem: string | null;
}

export interface Filling {
  uuids: string[];
  names: string[];
}

/** What the checkpoint of a restore tells of the index it made. */
const uuidIn = (checkpoint: unknown): string[] => {
  const { indexUuid, uuid } = (typeof checkpoint === 'object' && checkpoint !== null ? checkpoint : {}) as {
    indexUuid?: unknown;
    uuid?: unknown;
  };
  return [indexUuid, uuid].filter((value): value is string => typeof value === 'string');
};

/** Also of jobs that are over but can be resumed: deleting their half-filled index is a person's decision on its own page. */
export function filling(store: JobStore, clusterUuid: string): Filling {
  const found: Filling = { uuids: [], names: [] };
  for (const row of store.alive()) {
    const work = workOf(row);
    const name = scopeOf(work) === clusterUuid ? fills(work) : null;
    if (name === null) continue;
    found.names.push(name);
    if ('plan' in work && work.plan.kind === 'restore' && work.plan.target.uuid)
      found.uuids.push(work.plan.target.uuid);
    found.uuids.push(...uuidIn(typeof row.checkpoint === 'string' ? (JSON.parse(row.checkpoint) as unknown) : null));
  }
  return found;
}

const toSwitch = (row: Record<string, unknown>): { job: string; result: SwitchResult } => ({
  job: String(row.job),
  result: parseExact(String(row.result)) as SwitchResult,
});

export function lastSwitch(
  store: JobStore,
  clusterUuid: string,
  alias: string,
): { job: string; result: SwitchResult } | null {
  const row = store.read(() =>
    store.database
      .prepare('SELECT job, result FROM switches WHERE cluster_uuid = ? AND alias = ? ORDER BY job DESC LIMIT 1')
      .get(clusterUuid, alias),
  );
  return row ? toSwitch(row) : null;
}

export function lastSwitches(store: JobStore, clusterUuid: string): Map<string, { job: string; result: SwitchResult }> {
  const rows = store.read(() =>
    store.database
      .prepare('SELECT alias, max(job) AS job, result FROM switches WHERE cluster_uuid = ? GROUP BY alias')
      .all(clusterUuid),
  );
  return new Map(rows.map((row) => [String(row.alias), toSwitch(row)]));
}

export function madeBy(store: JobStore, clusterUuid: string): Map<string, string> {
  const rows = store.read(() =>
    store.database.prepare('SELECT index_uuid, job FROM made_indices WHERE cluster_uuid = ?').all(clusterUuid),
  );
  return new Map(rows.map((row) => [String(row.index_uuid), String(row.job)]));
}

/** Whole restores, from their first document on: bytes of the backup's objects, and how long each took. Newest first. */
export function pastRestores(store: JobStore, cluster: string): { bytes: number; seconds: number }[] {
  const rows = store.read(() =>
    store.database
      .prepare(
        `SELECT json_extract(result, '$.bytes') AS bytes, json_extract(result, '$.seconds') AS seconds FROM jobs
         WHERE cluster = ? AND kind = 'restore' AND status = 'succeeded' AND follows IS NULL AND json_extract(work, '$.plan.resume') IS NULL ORDER BY id DESC LIMIT 50`,
      )
      .all(cluster),
  );
  return rows.map((row) => ({ bytes: Number(row.bytes), seconds: Number(row.seconds) }));
}

export function verifications(store: JobStore): Map<string, VerifiedFile> {
  const rows = store.read(() =>
    store.database.prepare('SELECT file, file_bytes, job, at, problem FROM verified_files').all(),
  );
  return new Map(
    rows.map((row) => [
      String(row.file),
      {
        job: String(row.job),
        at: String(row.at),
        fileBytes: Number(row.file_bytes),
        problem: row.problem === null ? null : String(row.problem),
      },
    ]),
  );
}
