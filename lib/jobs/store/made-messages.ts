import type { Severity } from '../../contract/incident.ts';
import type { MadeMessage, IncidentEvent } from '../../incidents/messages-due.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** The messages that were made of these incidents, oldest first. */
export const madeMessages = (store: JobStore, incidents: readonly string[]): MadeMessage[] =>
  store
    .read(() =>
      store[SQL].prepare(
        `SELECT channel, incident, event, number, json_extract(body, '$.incident.severity') AS severity,
             created_ms, sent_ms, gave_up_ms
           FROM messages WHERE incident IN (SELECT value FROM json_each(?)) ORDER BY id`,
      ).all(JSON.stringify(incidents.map(Number))),
    )
    .map((row) => ({
      channel: String(row.channel),
      incident: String(row.incident),
      event: row.event as IncidentEvent,
      number: Number(row.number),
      severity: row.severity as Severity,
      state: row.sent_ms !== null ? 'sent' : row.gave_up_ms !== null ? 'gave up' : 'waiting',
      at: Number(row.sent_ms ?? row.gave_up_ms ?? row.created_ms),
    }));
