import { configuration, type ConfiguredCluster } from '../config.ts';
import { isOfAlias } from '../contract/incident-kinds.ts';
import { isClosedCase } from '../contract/incident-over.ts';
import type { Incident } from '../contract/incident.ts';
import type { IncidentDetail } from '../contract/incidents-page.ts';
import { AppError } from '../errors.ts';
import { channelsFor } from '../incidents/messages-due.ts';
import { muteOf } from '../incidents/mutes.ts';
import { spanOf, timelineOf } from '../incidents/timeline.ts';
import { incidentWords } from '../incidents/words.ts';
import { recordsOf } from '../jobs/incident-records.ts';
import { runner } from '../jobs/jobs.ts';
import { incidentsOfSubject } from '../jobs/store/find-incidents.ts';
import { incidentById } from '../jobs/store/incidents.ts';
import { mutesOf } from '../jobs/store/mutes.ts';
import { historyOf } from '../live/cluster-history.ts';
import { recoveryOf } from './alias-recovery.ts';
import { documentHistoryOf } from './document-history.ts';

const OTHERS_SHOWN = 5;

/** One incident with all that is known of its time. The cluster need not answer. Throws AppError not_found, disk. */
export async function loadIncident(cluster: ConfiguredCluster, id: string, now = Date.now()): Promise<IncidentDetail> {
  const { store } = runner();
  const incident = incidentById(store, cluster.key, id);
  if (incident === null)
    throw new AppError('not_found', `There is no incident ${id.slice(0, 20)} on ${cluster.name}.`, {
      hint: 'Find it in the list of incidents.',
    });
  const mutes = mutesOf(store, [cluster.key], now).filter((mute) => muteOf([mute], incident, now) !== null);
  const history = historyOf(cluster.key);
  const alias = isOfAlias(incident.facts.kind) ? incident.subject : null;
  const events = timelineOf(
    {
      incident,
      changes: history.changes,
      documents: alias === null ? [] : history.countsOf(alias),
      aliasEvents: alias === null ? [] : history.eventsOf(alias),
      ...recordsOf(store, incident, now),
    },
    now,
  );
  return {
    takenAt: new Date(now).toISOString(),
    incident,
    ...incidentWords(incident, now, await recovery(cluster, incident)),
    events,
    documents: alias === null ? null : documentsAround(history, incident, now),
    mutes,
    channels: channelsFor(incidentRoutes(), incident),
    others: incidentsOfSubject(store, incident, OTHERS_SHOWN).map((other) => ({
      id: other.id,
      title: incidentWords(other, now).title,
      severity: other.severity,
      began: other.began.at,
      open: other.ended === null,
    })),
  };
}

const incidentRoutes = () => configuration().notifications.routes.filter((route) => route.of === 'incidents');

/** Of one that is over or not watched any more there is nothing to recover. */
const recovery = (cluster: ConfiguredCluster, incident: Incident) =>
  isOfAlias(incident.facts.kind) && !isClosedCase(incident) ? recoveryOf(cluster, incident.subject) : undefined;

const DAY_MS = 24 * 3_600_000;

/** The documents of the incident’s alias, as far as they are kept: a day. null: nothing is known of that time. */
function documentsAround(
  history: ReturnType<typeof historyOf>,
  incident: Incident,
  now: number,
): IncidentDetail['documents'] {
  const span = spanOf(incident, now);
  const from = Math.max(span.from, now - DAY_MS);
  const watched = history.watched.some(({ began, ended }) => began <= span.to && ended >= from);
  if (from >= span.to || !watched || history.countsOf(incident.subject).length === 0) return null;
  return {
    alias: incident.subject,
    history: documentHistoryOf(history, [{ alias: incident.subject }], now),
    span: { from: Math.floor(from / 1000), to: Math.ceil(span.to / 1000) },
  };
}
