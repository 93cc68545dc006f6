import type { AliasEvent } from '../contract/alias-page.ts';
import type { CountPoint } from '../contract/count-points.ts';
import type { Incident, IncidentComment, Mute } from '../contract/incident.ts';
import { isOfAlias } from '../contract/incident-kinds.ts';
import type { IncidentEvent } from '../contract/incidents-page.ts';
import type { MessageRow } from '../contract/message.ts';
import type { ClusterChange } from '../contract/overview.ts';
import { formatCount, plural } from '../format.ts';
import { eventOf } from './timeline/event.ts';
import { aliasEventLines, changeLines, documentLines } from './timeline/observed.ts';
import { timeOf } from './words/observed.ts';
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
  /** There were more jobs: how many, and after which time (ISO). null: no. */
  jobsNotRead: { count: number; after: string } | null;
  /** What was observed, as it was saved with the incident. */
  kept: readonly IncidentEvent[];
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

/** The timeline of an incident, oldest first. Where there is too much, a line says what is not listed. Pure. */
export function timelineOf(known: KnownOfIncident, now: number): IncidentEvent[] {
  const { incident, jobsNotRead } = known;
  const observed = [...observedLines(known, now), ...jobLines(known.jobs, spanOf(incident, now))].sort(byTime);
  const [first, last] = cutInTheMiddle(observed, MOST_OBSERVED);
  const recorded = [
    ...incidentLines(incident, now),
    ...personLines(incident, known.comments),
    ...muteLines(known.mutes, now),
    ...messageLines(known.messages),
  ];
  const gaps = [...notListed(observed.length, first, last, now), ...notRead(jobsNotRead)];
  return [...first, ...last, ...gaps, ...recorded].sort(byTime);
}

/** What was observed of the cluster, oldest first: what is known now, and what was kept. Pure. */
export function observedLines(
  known: Pick<KnownOfIncident, 'incident' | 'documents' | 'changes' | 'aliasEvents' | 'kept'>,
  now: number,
): IncidentEvent[] {
  const { incident, kept } = known;
  const span = spanOf(incident, now);
  const alias = isOfAlias(incident.facts.kind) ? incident.subject : null;
  const changes = changeLines(known.changes, { incident, alias, span });
  // A change that has gone on since it was kept, as a time without an answer does, has other words.
  const ids = new Set(changes.map(({ id }) => id));
  const told = [...kept.filter(({ id }) => !ids.has(id)), ...changes];
  const moves = alias === null ? [] : aliasEventLines(known.aliasEvents, { alias, span, told });
  const documents = alias === null ? [] : documentLines(known.documents, { alias, span, told: [...told, ...moves] });
  return [...told, ...moves, ...documents].sort(byTime);
}

/** The first and the last of so many together: what began it is among the first. Pure. */
export function cutInTheMiddle<T>(items: readonly T[], most: number): [first: T[], last: T[]] {
  if (items.length <= most) return [[...items], []];
  return [items.slice(0, most / 2), items.slice(-most / 2)];
}

/** A line where observations and jobs are left out. */
function notListed(
  all: number,
  first: readonly IncidentEvent[],
  last: readonly IncidentEvent[],
  now: number,
): IncidentEvent[] {
  const [from, to] = [first.at(-1), last[0]];
  const count = all - first.length - last.length;
  if (count === 0 || from === undefined || to === undefined) return [];
  const sentence = `${formatCount(count)} more observations and jobs until ${timeOf(to.at, now)} are not listed: there are too many.`;
  // It is listed after that line.
  return [eventOf({ id: `${from.id} not-listed`, at: from.at, of: 'incident', sentence })];
}

const notRead = (jobs: KnownOfIncident['jobsNotRead']): IncidentEvent[] =>
  jobs === null
    ? []
    : [
        eventOf({
          id: 'jobs-not-read',
          at: jobs.after,
          of: 'job',
          sentence: `${plural(jobs.count, 'job')} after this were not looked through: there are too many.`,
        }),
      ];

const byTime = (a: IncidentEvent, b: IncidentEvent): number =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
