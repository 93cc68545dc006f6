import { randomUUID } from 'node:crypto';
import { redactDeep } from '../config/redact.ts';
import type { Configuration, ConfiguredCluster } from '../config/configuration.ts';
import type { Incident } from '../contract/incident.ts';
import type { MessageBody } from '../contract/message.ts';
import { messagesDue } from '../incidents/messages-due.ts';
import { incidentWords } from '../incidents/words.ts';
import { incidentsToTell } from '../jobs/store/incidents.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import { madeMessages } from '../jobs/store/made-messages.ts';
import { addNewMessages } from '../jobs/store/messages.ts';
import { mutesOf } from '../jobs/store/mutes.ts';
import { factsForMessage } from './facts-for-message.ts';

/**
 * Adds the messages that are due of a cluster's incidents. Idempotent: called after each look, by any process. `cluster`: its key;
 * `now`: milliseconds. Throws AppError disk.
 */
export function addMessages(
  store: JobStore,
  { clusters, notifications }: Pick<Configuration, 'clusters' | 'notifications'>,
  cluster: string,
  now: number,
): void {
  const configured = clusters.find(({ key }) => key === cluster);
  const routes = notifications.routes.filter((route) => route.of === 'incidents');
  if (configured === undefined || routes.length === 0) return;
  const channels = routes.map(({ channel }) => channel);
  const incidents = incidentsToTell(store, { cluster, channels, now });
  if (incidents.length === 0) return;
  const made = madeMessages(
    store,
    incidents.map(({ id }) => id),
  );
  const due = messagesDue({ incidents, made, routes, mutes: mutesOf(store, [cluster], now), now });
  addNewMessages(
    store,
    due.map(({ channel, event, incident, number }) => ({
      channel,
      subject: `incident:${incident.id}`,
      incident: incident.id,
      event,
      number,
      body: bodyOf(configured, incident, now),
    })),
    now,
  );
}

/** Without secrets and documents, also in the title. */
function bodyOf(
  { environment, key, name, sensitive }: ConfiguredCluster,
  incident: Incident,
  now: number,
): MessageBody {
  const { acknowledged, began, closed, ended, endedBy, id, noticedAt, severity, subject } = incident;
  const facts = factsForMessage(incident.facts, sensitive);
  const told = { id, subject, severity, facts, began, noticedAt, ended, endedBy, acknowledged, closed };
  return redactDeep<MessageBody>({
    of: 'incident',
    delivery: randomUUID(),
    cluster: { key, name, environment },
    incident: { ...told, title: incidentWords(told, now).title },
  });
}
