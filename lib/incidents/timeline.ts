import type { AliasEvent } from '../contract/alias-page.ts';
import type { CountPoint } from '../contract/count-points.ts';
import type { Incident, IncidentComment, Mute } from '../contract/incident.ts';
import { isOfAlias } from '../contract/incident-kinds.ts';
import type { IncidentEvent } from '../contract/incidents-page.ts';
import type { MessageRow } from '../contract/message.ts';
import type { ClusterChange } from '../contract/overview.ts';
import { aliasEventLines, changeLines, documentLines } from './timeline/observed.ts';
import { jobLines, type TimelineJob } from './timeline/jobs.ts';
import { incidentLines, messageLines, muteLines, personLines } from './timeline/recorded.ts';

/** All that is known of the time of an incident. */
export interface KnownOfIncident {
  incident: Incident;
  /** Of its alias, oldest first; empty: it is of no alias, or they are not known any more. */
  documents: readonly CountPoint[];
  /** Of the cluster. */
  changes: readonly ClusterChange[];
  /** Of its alias. */
  aliasEvents: readonly AliasEvent[];
  jobs: readonly TimelineJob[];
  comments: readonly IncidentComment[];
  messages: readonly MessageRow[];
  /** Those about it that were in effect while it lasted. */
  mutes: readonly Mute[];
}

/** Milliseconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

const BEFORE_MS = 30 * 60_000;
const AFTER_MS = 15 * 60_000;

/** The time around an incident in which what happened may explain it. Pure. */
export function spanOf({ began, ended }: Pick<Incident, 'began' | 'ended'>, now: number): Span {
  const from = Math.min(Date.parse(began.after ?? began.at), Date.parse(began.at)) - BEFORE_MS;
  const to = ended === null ? now : Date.parse(ended.at) + AFTER_MS;
  return { from, to: Math.max(from, Math.min(to, now)) };
}

/** Of what was observed, and of our jobs. What people and Restore Desk did about the incident is always listed. */
const MOST_OBSERVED = 200;

/** The line of time of an incident, oldest first. `more`: older observations and jobs are left out. Pure. */
export function timelineOf(known: KnownOfIncident, now: number): { events: IncidentEvent[]; more: boolean } {
  const { incident } = known;
  const span = spanOf(incident, now);
  const alias = isOfAlias(incident.facts.kind) ? incident.subject : null;
  const changes = changeLines(known.changes, { incident, alias, span });
  const moves = alias === null ? [] : aliasEventLines(known.aliasEvents, { alias, span, told: changes });
  const documents = alias === null ? [] : documentLines(known.documents, { alias, span, told: [...changes, ...moves] });
  const observed = [...changes, ...moves, ...documents, ...jobLines(known.jobs, span)].sort(byTime);
  const recorded = [
    ...incidentLines(incident, now),
    ...personLines(incident, known.comments),
    ...muteLines(known.mutes, now),
    ...messageLines(known.messages),
  ];
  return {
    events: [...observed.slice(-MOST_OBSERVED), ...recorded].sort(byTime),
    more: observed.length > MOST_OBSERVED,
  };
}

const byTime = (a: IncidentEvent, b: IncidentEvent): number =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
