import type { Incident, IncidentKind } from '../../contract/incident.ts';
import { SQL } from './database.ts';
import { COLUMNS, toIncident } from './incidents.ts';
import type { JobStore } from './job-store.ts';

/** Which confirmed incidents of a cluster. */
export interface Wanted {
  /** Its key. */
  cluster: string;
  /** false: those that have ended. */
  open: boolean;
  kind?: IncidentKind | undefined;
  /** The whole subject. */
  about?: string | undefined;
}

/** Open ones: the worst first, of the same severity the newest first. Ended ones: the newest first, `before` an id. */
export const findIncidents = (
  store: JobStore,
  { before, limit, ...wanted }: Wanted & { before?: string | undefined; limit: number },
): Incident[] => {
  const { from, values, where } = conditionsOf(wanted);
  const rank = `CASE severity WHEN 'critical' THEN 0 ELSE 1 END`;
  return store
    .read(() =>
      store[SQL].prepare(
        `SELECT ${COLUMNS} FROM ${from} WHERE ${where} ${before === undefined ? '' : 'AND id < ?'}
           ORDER BY ${wanted.open ? `${rank}, ` : ''}id DESC LIMIT ?`,
      ).all(...values, ...(before === undefined ? [] : [Number(before)]), limit),
    )
    .flatMap((row) => toIncident(row) ?? []);
};

export function countIncidents(store: JobStore, wanted: Wanted): number {
  const { from, values, where } = conditionsOf(wanted);
  const row = store.read(() =>
    store[SQL].prepare(`SELECT count(*) AS count FROM ${from} WHERE ${where}`).get(...values),
  );
  return Number(row?.count);
}

/** Few are open, and many have ended: an index that has both is slow. */
function conditionsOf({ about, cluster, kind, open }: Wanted): { from: string; where: string; values: string[] } {
  return {
    from: open ? 'incidents INDEXED BY incidents_open' : 'incidents',
    where: `cluster = ? AND confirmed_at IS NOT NULL AND ended_at IS ${open ? '' : 'NOT '}NULL
      ${kind === undefined ? '' : 'AND kind = ?'} ${about === undefined ? '' : 'AND subject = ?'}`,
    values: [cluster, ...(kind === undefined ? [] : [kind]), ...(about === undefined ? [] : [about])],
  };
}

/** Of the open ones of a cluster. */
export function openCounts(
  store: JobStore,
  cluster: string,
): { open: number; critical: number; unacknowledged: number } {
  const row = store.read(() =>
    store[SQL].prepare(
      `SELECT count(*) AS open, count(*) FILTER (WHERE severity = 'critical') AS critical,
              count(*) FILTER (WHERE acknowledged_at IS NULL) AS unacknowledged
         FROM incidents INDEXED BY incidents_open WHERE cluster = ? AND confirmed_at IS NOT NULL AND ended_at IS NULL`,
    ).get(cluster),
  );
  return {
    open: Number(row?.open),
    critical: Number(row?.critical),
    unacknowledged: Number(row?.unacknowledged),
  };
}

/** The open ones of a cluster among these: kind and subject, with a space in between. */
export const openByKeys = (store: JobStore, cluster: string, keys: readonly string[]): Incident[] =>
  store
    .read(() =>
      store[SQL].prepare(
        `SELECT ${COLUMNS} FROM incidents INDEXED BY incidents_open
           WHERE cluster = ? AND confirmed_at IS NOT NULL AND ended_at IS NULL
             AND kind || ' ' || subject IN (SELECT value FROM json_each(?)) ORDER BY id`,
      ).all(cluster, JSON.stringify(keys)),
    )
    .flatMap((row) => toIncident(row) ?? []);

/** The newest open one that is about a job, or about the run of which the job is a part. null: none. */
export function openOfJob(store: JobStore, cluster: string, job: string): Incident | null {
  const row = store.read(() =>
    store[SQL].prepare(
      `SELECT ${COLUMNS} FROM incidents INDEXED BY incidents_open
         WHERE cluster = ?1 AND confirmed_at IS NOT NULL AND ended_at IS NULL
           AND (json_extract(facts, '$.job') = ?2
             OR ?2 IN (SELECT value FROM json_each(coalesce(json_extract(facts, '$.jobs'), '[]'))))
         ORDER BY id DESC LIMIT 1`,
    ).get(cluster, job),
  );
  return row ? toIncident(row) : null;
}

/** By the id of the incident; one without a comment has no entry. */
export const commentCounts = (store: JobStore, ids: readonly string[]): Map<string, number> =>
  new Map(
    store
      .read(() =>
        store[SQL].prepare(
          `SELECT incident, count(*) AS count FROM incident_comments
             WHERE incident IN (SELECT value FROM json_each(?)) GROUP BY incident`,
        ).all(JSON.stringify(ids.map(Number))),
      )
      .map((row) => [String(row.incident), Number(row.count)]),
  );

/** Other incidents of the same subject, newest first. */
export const incidentsOfSubject = (
  store: JobStore,
  { cluster, id, subject }: Pick<Incident, 'cluster' | 'id' | 'subject'>,
  limit: number,
): Incident[] =>
  store
    .read(() =>
      store[SQL].prepare(
        `SELECT ${COLUMNS} FROM incidents INDEXED BY incidents_by_subject
           WHERE cluster = ? AND subject = ? AND id != ? AND confirmed_at IS NOT NULL ORDER BY id DESC LIMIT ?`,
      ).all(cluster, subject, Number(id), limit),
    )
    .flatMap((row) => toIncident(row) ?? []);
