import {
  incidentFacts,
  severity,
  type Incident,
  type IncidentComment,
  type IncidentKind,
} from '../../contract/incident.ts';
import { AppError } from '../../errors.ts';
import type { ClosedIncident, OpenIncident, Transition } from '../../incidents/step.ts';
import { log } from '../../log.ts';
import { SQL } from './database.ts';
import { incidentById } from './incidents.ts';
import type { JobStore } from './job-store.ts';

type Row = Record<string, unknown>;

/** Those of a cluster that have not ended, also unconfirmed ones. One that another version wrote and this one can’t read is left out. */
export const openIncidents = (store: JobStore, cluster: string): OpenIncident[] =>
  store
    .read(() =>
      store[SQL].prepare(
        `SELECT id, subject, severity, facts, began_at, began_after, confirmed_at, seen_ms, gone_since_ms
           FROM incidents INDEXED BY incidents_open WHERE cluster = ? AND ended_at IS NULL ORDER BY id`,
      ).all(cluster),
    )
    .flatMap((row) => toOpen(row) ?? []);

/** Said once in the log. */
const unreadable = new Set<string>();

function toOpen(row: Row): OpenIncident | null {
  const facts = incidentFacts.safeParse(JSON.parse(String(row.facts)));
  if (!facts.success) {
    const id = String(row.id);
    if (!unreadable.has(id)) log().error({ incident: id, err: facts.error }, 'An incident can’t be read.');
    unreadable.add(id);
    return null;
  }
  return {
    id: String(row.id),
    subject: String(row.subject),
    severity: severity.parse(row.severity),
    facts: facts.data,
    began: { at: String(row.began_at), after: row.began_after === null ? null : String(row.began_after) },
    confirmed: row.confirmed_at !== null,
    seenMs: Number(row.seen_ms),
    goneSinceMs: row.gone_since_ms === null ? null : Number(row.gone_since_ms),
  };
}

/** Those that a person closed while they lasted, and that have not been over since. */
export const closedIncidents = (store: JobStore, cluster: string): ClosedIncident[] =>
  store
    .read(() =>
      store[SQL].prepare(
        `SELECT id, kind, subject, severity, closed_at FROM incidents
           WHERE cluster = ? AND ended_by = 'person' AND gone_since_ms IS NULL ORDER BY +id`,
      ).all(cluster),
    )
    .map((row) => ({
      id: String(row.id),
      kind: row.kind as IncidentKind,
      subject: String(row.subject),
      severity: severity.parse(row.severity),
      closedMs: Date.parse(String(row.closed_at)),
    }));

/** When a person last closed an incident of this kind, by its subject, in milliseconds. */
export const lastClosed = (store: JobStore, cluster: string, kind: IncidentKind): Map<string, number> =>
  new Map(
    store
      .read(() =>
        store[SQL].prepare(
          `SELECT subject, max(closed_at) AS at FROM incidents
             WHERE cluster = ? AND ended_by = 'person' AND kind = ? GROUP BY subject`,
        ).all(cluster, kind),
      )
      .map((row) => [String(row.subject), Date.parse(String(row.at))]),
  );

/**
 * All of them, or none. Each is conditional, so that it does nothing where another process has made it, or a person has closed
 * the incident in the meantime.
 */
export function applyTransitions(store: JobStore, cluster: string, transitions: readonly Transition[]): void {
  if (transitions.length === 0) return;
  store.transact(() => {
    for (const transition of transitions) apply(store, cluster, transition);
  });
}

function apply(store: JobStore, cluster: string, transition: Transition): void {
  const sql = (statement: string) => store[SQL].prepare(statement);
  switch (transition.change) {
    case 'begin': {
      const { confirmed, finding, now, seenMs } = transition;
      const at = isoOf(now);
      sql(
        `INSERT OR IGNORE INTO incidents
           (cluster, kind, subject, severity, facts, began_at, began_after, noticed_at, confirmed_at, seen_ms)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        ...[cluster, finding.facts.kind, finding.subject, finding.severity, JSON.stringify(finding.facts)],
        ...[finding.began.at, finding.began.after, at, confirmed ? at : null, seenMs],
      );
      return;
    }
    case 'last': {
      const { began, confirmedMs, facts, id, seenMs, severity: level } = transition;
      sql(
        `UPDATE incidents SET severity = ?, facts = ?, began_at = ?, began_after = ?, seen_ms = ?, gone_since_ms = NULL,
           confirmed_at = coalesce(confirmed_at, ?) WHERE id = ? AND ended_at IS NULL`,
      ).run(
        ...[level, JSON.stringify(facts), began.at, began.after, seenMs],
        ...[confirmedMs === null ? null : isoOf(confirmedMs), Number(id)],
      );
      return;
    }
    case 'forget':
      sql('DELETE FROM incidents WHERE id = ? AND confirmed_at IS NULL').run(Number(transition.id));
      return;
    case 'gone':
      sql('UPDATE incidents SET gone_since_ms = ? WHERE id = ? AND ended_at IS NULL').run(
        transition.sinceMs,
        Number(transition.id),
      );
      return;
    case 'end': {
      const { ended, id } = transition;
      sql(
        `UPDATE incidents SET ended_at = ?, ended_after = ?, ended_by = 'itself'
           WHERE id = ? AND ended_at IS NULL AND gone_since_ms IS NOT NULL`,
      ).run(ended.at, ended.after, Number(id));
      return;
    }
    case 'not-watched':
      sql(
        `UPDATE incidents SET ended_at = ?, ended_after = NULL, ended_by = 'not-watched'
           WHERE id = ? AND ended_at IS NULL AND gone_since_ms IS NOT NULL`,
      ).run(isoOf(transition.sinceMs), Number(transition.id));
      return;
    case 'closed-is-over':
      sql(`UPDATE incidents SET gone_since_ms = ? WHERE id = ? AND ended_by = 'person' AND gone_since_ms IS NULL`).run(
        transition.sinceMs,
        Number(transition.id),
      );
  }
}

/** Who does something about an incident, and when. `now`: milliseconds since 1970. */
interface PersonsChange {
  cluster: string;
  id: string;
  by: string;
  now: number;
}

/** Acknowledging it again changes nothing: the first one has it. Throws AppError not_found, refused where it has ended. */
export const acknowledgeIncident = (store: JobStore, { by, cluster, id, now }: PersonsChange): Incident =>
  store.transact(() => {
    requireOpen(store, cluster, id, 'There is nothing to acknowledge.');
    store[SQL].prepare(
      `UPDATE incidents SET acknowledged_at = ?, acknowledged_by = ? WHERE id = ? AND acknowledged_at IS NULL`,
    ).run(isoOf(now), by, Number(id));
    return requireIncident(store, cluster, id);
  });

/** Also about one that has ended. Throws AppError not_found. */
export const commentIncident = (
  store: JobStore,
  { by, cluster, id, now, text }: PersonsChange & { text: string },
): IncidentComment =>
  store.transact(() => {
    requireIncident(store, cluster, id);
    const at = isoOf(now);
    const { lastInsertRowid } = store[SQL].prepare(
      'INSERT INTO incident_comments (incident, at, by, text) VALUES (?, ?, ?, ?)',
    ).run(Number(id), at, by, text);
    return { id: String(lastInsertRowid), by, at, text };
  });

/** It ends now, and does not begin again while it lasts. Throws AppError not_found, refused where it has ended. */
export const closeIncident = (
  store: JobStore,
  { by, cluster, id, note, now }: PersonsChange & { note: string | null },
): Incident =>
  store.transact(() => {
    requireOpen(store, cluster, id, 'There is nothing to close.');
    const at = isoOf(now);
    // `gone_since_ms`: it may last (`closedIncidents`).
    store[SQL].prepare(
      `UPDATE incidents SET ended_at = ?, ended_after = NULL, ended_by = 'person', closed_at = ?, closed_by = ?, closed_note = ?,
         gone_since_ms = NULL WHERE id = ? AND ended_at IS NULL`,
    ).run(at, at, by, note, Number(id));
    return requireIncident(store, cluster, id);
  });

function requireIncident(store: JobStore, cluster: string, id: string): Incident {
  const found = incidentById(store, cluster, id);
  if (found) return found;
  throw new AppError('not_found', `There is no incident ${id.slice(0, 20)}.`, {
    hint: 'Find it in the list of incidents.',
  });
}

function requireOpen(store: JobStore, cluster: string, id: string, hint: string): void {
  const { ended, endedBy, closed } = requireIncident(store, cluster, id);
  if (ended === null) return;
  const how =
    endedBy === 'not-watched'
      ? 'it is not watched any more'
      : endedBy === 'person' && closed
        ? `${closed.by} has closed it`
        : 'it is over';
  throw new AppError('refused', `Incident ${id} is not open: ${how}.`, { hint });
}

/** When an answer of the cluster was last watched, by any process, in milliseconds; null: never. */
export function watchedUntil(store: JobStore, cluster: string): number | null {
  const row = store.read(() =>
    store[SQL].prepare(`SELECT json_extract(state, '$.answeredMs') AS at FROM watched_clusters WHERE cluster = ?`).get(
      cluster,
    ),
  );
  return typeof row?.at === 'number' ? row.at : null;
}

export function saveWatchedUntil(store: JobStore, cluster: string, answeredMs: number): void {
  store.transact(() =>
    // The state has more than this (watched-jobs.ts).
    store[SQL].prepare(
      `INSERT INTO watched_clusters (cluster, state) VALUES (?1, json_object('answeredMs', ?2))
         ON CONFLICT (cluster) DO UPDATE SET state = json_set(state, '$.answeredMs', ?2)`,
    ).run(cluster, answeredMs),
  );
}

const isoOf = (ms: number): string => new Date(ms).toISOString();
