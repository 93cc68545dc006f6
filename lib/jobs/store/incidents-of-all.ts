import type { Incident, IncidentKind } from '../../contract/incident.ts';
import { SQL } from './database.ts';
import { COLUMNS, toIncident } from './incidents.ts';
import type { JobStore } from './job-store.ts';

/** The open incidents of one cluster. */
export interface OpenOfCluster {
  open: number;
  critical: number;
  /** Critical ones about aliases: searches fail or miss documents. */
  criticalAliases: number;
  unacknowledged: number;
  worst: Incident | null;
  /** The aliases that lost documents, are missing or can't be searched, by name. */
  troubled: string[];
}

/** Of the cluster as a whole: its health says the same, and now. */
const OF_THE_CLUSTER = ['cluster-red', 'cluster-silent'] satisfies IncidentKind[];
const OF_TROUBLED_ALIASES = ['documents-lost', 'alias-missing', 'alias-unsearchable'] satisfies IncidentKind[];

const listOf = (kinds: readonly IncidentKind[]): string => kinds.map((kind) => `'${kind}'`).join(', ');

const OPEN = 'confirmed_at IS NOT NULL AND ended_at IS NULL';
/** Of several the worst is critical, about an alias, not acknowledged, the newest. */
const WORST_FIRST = `severity = 'critical' DESC, kind IN (${listOf(OF_THE_CLUSTER)}), acknowledged_at IS NOT NULL, id DESC`;

/** By cluster; one without an open incident has no entry. Few are open, however many have ended. Throws AppError disk. */
export const openIncidentsOfAll = (store: JobStore): Map<string, OpenOfCluster> =>
  store.read(() => {
    const found = new Map<string, OpenOfCluster>();
    for (const row of store[SQL].prepare(
      `SELECT cluster, count(*) AS open, count(*) FILTER (WHERE severity = 'critical') AS critical,
              count(*) FILTER (WHERE severity = 'critical' AND kind IN (${listOf(OF_TROUBLED_ALIASES)})) AS critical_aliases,
              count(*) FILTER (WHERE acknowledged_at IS NULL) AS unacknowledged
         FROM incidents INDEXED BY incidents_open WHERE ${OPEN} GROUP BY cluster`,
    ).iterate())
      found.set(String(row.cluster), {
        open: Number(row.open),
        critical: Number(row.critical),
        criticalAliases: Number(row.critical_aliases),
        unacknowledged: Number(row.unacknowledged),
        worst: null,
        troubled: [],
      });
    for (const worst of worstOfAll(store)) {
      const of = found.get(worst.cluster);
      if (of) of.worst = worst;
    }
    for (const row of store[SQL].prepare(
      `SELECT DISTINCT cluster, subject FROM incidents INDEXED BY incidents_open
         WHERE ${OPEN} AND kind IN (${listOf(OF_TROUBLED_ALIASES)}) ORDER BY cluster, subject`,
    ).iterate())
      found.get(String(row.cluster))?.troubled.push(String(row.subject));
    return found;
  });

/** The aliases of one cluster that lost documents, are missing or can't be searched. Throws AppError disk. */
export const troubledAliases = (store: JobStore, cluster: string): string[] =>
  store.read(() =>
    store[SQL].prepare(
      `SELECT DISTINCT subject FROM incidents INDEXED BY incidents_open
         WHERE ${OPEN} AND cluster = ? AND kind IN (${listOf(OF_TROUBLED_ALIASES)}) ORDER BY subject`,
    )
      .all(cluster)
      .map((row) => String(row.subject)),
  );

/** One of each cluster: the facts of the others are not read. */
const worstOfAll = (store: JobStore): Incident[] =>
  store[SQL].prepare(
    `SELECT ${COLUMNS} FROM incidents WHERE id IN (
       SELECT id FROM (
         SELECT id, row_number() OVER (PARTITION BY cluster ORDER BY ${WORST_FIRST}) AS place
           FROM incidents INDEXED BY incidents_open WHERE ${OPEN})
       WHERE place = 1)`,
  )
    .all()
    .flatMap((row) => toIncident(row) ?? []);
