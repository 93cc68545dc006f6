import type { RecordedMove } from '../../contract/alias-page.ts';
import type { AliasMove } from '../../contract/plan.ts';
import { parseExact } from '../../json/exact.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** The moves of an alias that are recorded here, newest first. */
export function aliasMoves(
  store: JobStore,
  { clusterUuid, alias, limit }: { clusterUuid: string; alias: string; limit: number },
): RecordedMove[] {
  const rows = store.read(() =>
    store[SQL].prepare(
      `SELECT s.job, s.result, j.title, j.actor_name, coalesce(j.started_at, j.created_at) AS started, j.ended_at
         FROM switches s JOIN jobs j ON j.id = s.job
         WHERE s.cluster_uuid = ? AND s.alias = ? ORDER BY s.job DESC LIMIT ?`,
    ).all(clusterUuid, alias, limit),
  );
  return rows.map((row) => ({
    job: String(row.job),
    title: String(row.title),
    by: String(row.actor_name),
    startedAt: String(row.started),
    endedAt: String(row.ended_at),
    move: parseExact(String(row.result)) as AliasMove,
  }));
}
