import { INCIDENT_KINDS, SEVERITIES } from '../contract/incident.ts';
import type { DatabaseMetrics } from '../jobs/store/metrics.ts';
import { MOST_CHANNELS } from './limits.ts';
import { counter, gauge, type Sheet } from './sheet.ts';

const ofChannel = ['channel'] as const;

export const INCIDENTS = {
  open: gauge('restore_desk_incidents_open', 'Incidents that have not ended, acknowledged or not.', [
    'cluster',
    'kind',
    'severity',
  ]),
  began: counter('restore_desk_incidents_total', 'Incidents that have begun.', ['cluster', 'kind']),
  waiting: gauge('restore_desk_messages_waiting', 'Messages of a configured channel that are not sent yet.', ofChannel),
  oldestWaiting: gauge(
    'restore_desk_messages_oldest_waiting_timestamp_seconds',
    'When the oldest message that waits was made; not of a channel where none waits.',
    ofChannel,
  ),
  sent: counter('restore_desk_messages_sent_total', 'Messages that the channel has accepted.', ofChannel),
  givenUp: counter(
    'restore_desk_messages_given_up_total',
    'Messages that were given up: they could not be sent for three days, or another version made them. Not a heartbeat that is outdated.',
    ofChannel,
  ),
};

/** What is configured. A channel that is no longer has no series, whatever the database remembers of it. */
interface Configured {
  clusters: readonly string[];
  channels: readonly string[];
}

/** With 0 of every kind and channel, so that the first one is seen as an increase. */
export function addIncidents(
  sheet: Sheet,
  { incidentTotals, messages, openIncidents }: DatabaseMetrics,
  { channels, clusters }: Configured,
): void {
  for (const cluster of clusters)
    for (const kind of INCIDENT_KINDS) {
      const isOf = (each: { cluster: string; kind: string }) => each.cluster === cluster && each.kind === kind;
      const ofKind = openIncidents.filter(isOf);
      for (const severity of SEVERITIES)
        sheet.set(
          INCIDENTS.open,
          { cluster, kind, severity },
          ofKind.find((each) => each.severity === severity)?.incidents ?? 0,
        );
      sheet.set(INCIDENTS.began, { cluster, kind }, incidentTotals.find(isOf)?.began ?? 0);
    }
  const byChannel = new Map(messages.map((each) => [each.channel, each]));
  for (const channel of [...channels].sort().slice(0, MOST_CHANNELS)) {
    const { givenUp, oldestMs, sent, waiting } = byChannel.get(channel) ?? NO_MESSAGES;
    sheet.set(INCIDENTS.waiting, { channel }, waiting);
    sheet.set(INCIDENTS.oldestWaiting, { channel }, oldestMs === null ? null : oldestMs / 1000);
    sheet.set(INCIDENTS.sent, { channel }, sent);
    sheet.set(INCIDENTS.givenUp, { channel }, givenUp);
  }
}

const NO_MESSAGES = { waiting: 0, oldestMs: null, sent: 0, givenUp: 0 };
