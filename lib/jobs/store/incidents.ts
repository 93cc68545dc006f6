import {
  incident,
  incidentComment,
  type Incident,
  type IncidentComment,
  type IncidentKind,
} from '../../contract/incident.ts';
import { log } from '../../log.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

type Row = Record<string, unknown>;

export const COLUMNS = `id, cluster, kind, subject, severity, facts, began_at, began_after, noticed_at, ended_at, ended_after, ended_by,
  acknowledged_at, acknowledged_by, closed_at, closed_by, closed_note, gone_since_ms`;

/** null: another version wrote facts that this one does not know. */
export function toIncident(row: Row): Incident | null {
  const result = incident.safeParse({
    id: String(row.id),
    cluster: row.cluster,
    subject: row.subject,
    severity: row.severity,
    facts: JSON.parse(String(row.facts)),
    began: { at: row.began_at, after: row.began_after },
    noticedAt: row.noticed_at,
    ended: row.ended_at === null ? null : { at: row.ended_at, after: row.ended_after },
    endedBy: row.ended_by,
    acknowledged: row.acknowledged_at === null ? null : { by: row.acknowledged_by, at: row.acknowledged_at },
    closed:
      row.closed_at === null
        ? null
        : { by: row.closed_by, at: row.closed_at, note: row.closed_note, overAt: overAtOf(row) },
  });
  if (result.success) return result.data;
  log().error({ incident: row.id, err: result.error }, 'An incident can’t be read.');
  return null;
}

/**
 * Of these the watch looks only for what began after the closing, and not for a job again: that it finds none does not say that it is
 * over.
 */
const NOT_LOOKED_FOR = new Set<unknown>(['documents-lost', 'alias-moved', 'job'] satisfies IncidentKind[]);

const overAtOf = ({ gone_since_ms: goneSinceMs, kind }: Row): string | undefined =>
  typeof goneSinceMs === 'number' && !NOT_LOOKED_FOR.has(kind) ? new Date(goneSinceMs).toISOString() : undefined;

/** There is one, open or ended. */
export const hasIncidents = (store: JobStore, cluster: string): boolean =>
  store.read(
    () =>
      store[SQL].prepare(
        'SELECT 1 FROM incidents INDEXED BY incidents_by_cluster WHERE cluster = ? AND confirmed_at IS NOT NULL LIMIT 1',
      ).get(cluster) !== undefined,
  );

/** null: there is none, or it is not confirmed. */
export function incidentById(store: JobStore, cluster: string, id: string): Incident | null {
  if (!/^\d{1,15}$/.test(id)) return null;
  const row = store.read(() =>
    store[SQL].prepare(
      `SELECT ${COLUMNS} FROM incidents WHERE id = ? AND cluster = ? AND confirmed_at IS NOT NULL`,
    ).get(Number(id), cluster),
  );
  return row ? toIncident(row) : null;
}

/** Oldest first. */
export const commentsOf = (store: JobStore, id: string): IncidentComment[] =>
  store
    .read(() =>
      store[SQL].prepare('SELECT id, at, by, text FROM incident_comments WHERE incident = ? ORDER BY id').all(
        Number(id),
      ),
    )
    .map((row) => incidentComment.parse({ id: String(row.id), at: row.at, by: row.by, text: row.text }));

/** An end that was not told for so long is no news. */
const TELL_ENDS_MS = 7 * 86_400_000;

/**
 * Confirmed ones of a cluster of which these channels may not know yet: those that are open, and ended ones of the last week whose end
 * was not told to a channel that was told of their beginning. Oldest first. `now`: milliseconds since 1970.
 */
export const incidentsToTell = (
  store: JobStore,
  { channels, cluster, now }: { cluster: string; channels: readonly string[]; now: number },
): Incident[] =>
  store
    .read(() =>
      store[SQL].prepare(
        `SELECT ${COLUMNS} FROM incidents INDEXED BY incidents_open
           WHERE cluster = ?1 AND confirmed_at IS NOT NULL AND ended_at IS NULL
         UNION ALL
         SELECT ${COLUMNS} FROM incidents INDEXED BY incidents_ended
           WHERE cluster = ?1 AND confirmed_at IS NOT NULL AND ended_at IS NOT NULL AND ended_at > ?2 AND id IN (
             SELECT began.incident FROM messages AS began
               WHERE began.incident = incidents.id AND began.event = 'began' AND began.gave_up_ms IS NULL
                 AND began.channel IN (SELECT value FROM json_each(?3))
                 AND NOT EXISTS (SELECT 1 FROM messages AS ended WHERE ended.channel = began.channel
                   AND ended.subject = began.subject AND ended.event = 'ended'))
         ORDER BY id`,
      ).all(cluster, new Date(now - TELL_ENDS_MS).toISOString(), JSON.stringify(channels)),
    )
    .flatMap((row) => toIncident(row) ?? []);
