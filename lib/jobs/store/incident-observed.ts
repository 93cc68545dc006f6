import { z } from 'zod';
import type { IncidentEvent } from '../../contract/incidents-page.ts';
import { namedObject } from '../../contract/overview.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

const lines = z.array(
  z.object({
    id: z.string(),
    at: z.iso.datetime(),
    after: z.iso.datetime().nullable(),
    of: z.enum(['documents', 'health', 'change', 'job', 'incident', 'person', 'message']),
    level: z.enum(['ok', 'warn', 'bad', 'idle']),
    sentence: z.string(),
    text: z.string().nullable(),
    named: z.array(namedObject),
    job: z.string().nullable(),
  }),
);

/** What was observed while an incident lasted, as it was saved, oldest first. Empty: nothing yet, or another version wrote it. */
export function observedOf(store: JobStore, incident: string): IncidentEvent[] {
  const row = store.read(() =>
    store[SQL].prepare('SELECT lines FROM incident_observed WHERE incident = ?').get(Number(incident)),
  );
  return row === undefined ? [] : (lines.safeParse(JSON.parse(String(row.lines))).data ?? []);
}

export const saveObserved = (store: JobStore, incident: string, observed: readonly IncidentEvent[]): void => {
  store.transact(() =>
    // It may have been deleted in the meantime.
    store[SQL].prepare(
      `INSERT INTO incident_observed (incident, lines) SELECT id, ?2 FROM incidents WHERE id = ?1
         ON CONFLICT (incident) DO UPDATE SET lines = excluded.lines`,
    ).run(Number(incident), JSON.stringify(observed)),
  );
};

/** The confirmed incidents of a cluster that are open, or ended after a time (ISO). */
export const idsOfRecent = (store: JobStore, cluster: string, endedAfter: string): string[] =>
  store
    .read(() =>
      store[SQL].prepare(
        `SELECT id FROM (
           SELECT id FROM incidents INDEXED BY incidents_open
             WHERE cluster = ?1 AND ended_at IS NULL AND confirmed_at IS NOT NULL
           UNION ALL SELECT id FROM incidents WHERE cluster = ?1 AND ended_at > ?2
         ) ORDER BY id DESC LIMIT ?3`,
      ).all(cluster, endedAfter, MOST),
    )
    .map((row) => String(row.id));

const MOST = 2_000;
