import { SEVERITIES, type IncidentKind, type Severity } from '../contract/incident-kinds.ts';
import type { Incident, Mute } from '../contract/incident.ts';
import { muteOf } from './mutes.ts';

/** Which incidents a channel is told. `clusters`, `kinds`: null: all. `remindMs`: null: no reminders. */
export interface MessageRoute {
  channel: string;
  clusters: readonly string[] | null;
  kinds: readonly IncidentKind[] | null;
  /** The least. */
  severity: Severity;
  remindMs: number | null;
}

export type IncidentEvent = 'began' | 'worse' | 'reminder' | 'ended';

/** A message that was made before: sent, waiting, or given up. */
export interface MadeMessage {
  channel: string;
  /** The incident's id. */
  incident: string;
  event: IncidentEvent;
  number: number;
  /** As it said. */
  severity: Severity;
  state: 'sent' | 'waiting' | 'gave up';
  /** When it was sent or given up; of a waiting one when it was made. Milliseconds. */
  at: number;
}

export interface DueMessage {
  channel: string;
  incident: Incident;
  event: IncidentEvent;
  number: number;
}

interface Known {
  /** Confirmed ones: those that are open, and ended ones whose end may not have been told. */
  incidents: readonly Incident[];
  made: readonly MadeMessage[];
  routes: readonly MessageRoute[];
  mutes: readonly Mute[];
  /** Milliseconds. */
  now: number;
}

/** What is still open is told again so long after its first message was given up: the channel may be there again. */
const AGAIN_AFTER_MS = 24 * 3_600_000;

const isAtLeast = (severity: Severity, least: Severity): boolean =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);

/**
 * The messages to be made now, by what is known: the same knowledge and the messages that came of it make none again. One when an
 * incident begins, when it gets worse, after each `remindMs` while nobody has acknowledged it, and when it ends. A mute holds all but the
 * last back: what is still wrong when it ends is reported then. Pure.
 */
export function messagesDue({ incidents, made, mutes, now, routes }: Known): DueMessage[] {
  const madeByKey = Map.groupBy(made, ({ channel, incident }) => `${incident} ${channel}`);
  const channels = channelsOf(routes);
  return incidents.flatMap((incident) => {
    const muted = muteOf(mutes, incident, now) !== null;
    return channels.flatMap((channel) => {
      const before = madeByKey.get(`${incident.id} ${channel}`) ?? [];
      const matching = routes.filter((route) => route.channel === channel && matches(route, incident));
      const event = eventDue(incident, before, matching, { muted, now });
      return event === null ? [] : [{ channel, incident, event, number: countOf(before, event) }];
    });
  });
}

const channelsOf = (routes: readonly MessageRoute[]): string[] => [...new Set(routes.map(({ channel }) => channel))];

/** The channels that get messages about an incident as it is now, in the order of the routes. Pure. */
export const channelsFor = (routes: readonly MessageRoute[], incident: Incident): string[] =>
  channelsOf(routes.filter((route) => matches(route, incident)));

const countOf = (made: readonly MadeMessage[], event: IncidentEvent): number =>
  made.filter((message) => message.event === event).length;

const matches = ({ clusters, kinds, severity }: MessageRoute, incident: Incident): boolean =>
  (clusters === null || clusters.includes(incident.cluster)) &&
  (kinds === null || kinds.includes(incident.facts.kind)) &&
  isAtLeast(incident.severity, severity);

/** `before`: what this channel was told of it. `matching`: the channel's routes for it, as it is now. */
function eventDue(
  incident: Incident,
  before: readonly MadeMessage[],
  matching: readonly MessageRoute[],
  { muted, now }: { muted: boolean; now: number },
): IncidentEvent | null {
  const began = before.findLast(({ event }) => event === 'began');
  if (incident.ended !== null)
    // Who was not told of its beginning is not told of its end.
    return began !== undefined && began.state !== 'gave up' && countOf(before, 'ended') === 0 ? 'ended' : null;
  if (muted || matching.length === 0) return null;
  if (began === undefined || (began.state === 'gave up' && now - began.at >= AGAIN_AFTER_MS)) return 'began';
  if (before.every(({ severity }) => severity !== incident.severity && isAtLeast(incident.severity, severity)))
    return 'worse';
  return reminderDue(incident, before, matching, now) ? 'reminder' : null;
}

/** Counted from the last message that was sent: while a channel is down, its reminders don't pile up. */
function reminderDue(
  { acknowledged }: Incident,
  before: readonly MadeMessage[],
  matching: readonly MessageRoute[],
  now: number,
): boolean {
  const every = Math.min(...matching.map(({ remindMs }) => remindMs ?? Infinity));
  if (acknowledged !== null || every === Infinity || before.some(({ state }) => state === 'waiting')) return false;
  return now - Math.max(...before.map(({ at }) => at)) >= every;
}
