import { redact } from '../config/redact.ts';
import type { Severity } from '../contract/incident.ts';
import type { MessageBody, MessageEvent } from '../contract/message.ts';
import { pagePath } from '../contract/page-path.ts';
import { capitalised, formatAge, formatUtcMinute } from '../format.ts';
import { incidentWords } from '../incidents/words.ts';
import { NOTICED_LATE_MS } from '../incidents/words/observed.ts';
import { visibleText } from '../json/visible-text.ts';

export type IncidentBody = Extract<MessageBody, { of: 'incident' }>;
export type RunBody = Extract<MessageBody, { of: 'run' }>;

/** A message at the moment at which it is sent. */
export interface Outgoing {
  event: MessageEvent;
  /** Which of several of one event, from 0. */
  number: number;
  body: MessageBody;
  /** Milliseconds, as the next one. */
  madeMs: number;
  now: number;
  /** As configured; null: messages have no links. */
  publicUrl: string | null;
}

/** A page of Restore Desk: `address` null: `publicUrl` is not configured. */
export interface Link {
  text: string;
  path: string;
  address: string | null;
}

/** What a message says, in a form that every channel can show. Plain text: without line breaks and other control characters. */
export interface MessageText {
  /** null: it is a test. */
  severity: Severity | null;
  ended: boolean;
  /** "Critical: government lost 93 % of its documents (search-production, production)" */
  title: string;
  paragraphs: string[];
  /** What to do now. */
  next: Link[];
  /** The page of what it is about; null: it is a test. */
  page: Link | null;
}

/** A message that is sent so long after it was made says so. */
const LATE_MS = 2 * 60_000;
export const MAX_TITLE = 240;
export const MAX_PARAGRAPH = 2_000;
const MAX_NEXT = 5;

export const isLate = ({ madeMs, now }: Pick<Outgoing, 'madeMs' | 'now'>): boolean => now - madeMs > LATE_MS;

export const linkTo = (publicUrl: string | null, path: string, text: string): Link => ({
  text: line(text, MAX_TITLE),
  path,
  address: publicUrl === null ? null : `${publicUrl}${path}`,
});

/** One line of at most so many characters, in which nothing is invisible, and no secret. */
export function line(text: string, characters: number): string {
  const clean = visibleText(redact(text).replace(/\s+/g, ' ').trim());
  // A character has one or two code units: these are enough to know whether there are too many.
  const cut = [...clean.slice(0, characters * 2 + 2)];
  return cut.length <= characters ? clean : `${cut.slice(0, characters - 1).join('')}…`;
}

/** What a message about an incident says. Pure but for the known secrets, which it hides. */
export function incidentText(outgoing: Outgoing & { body: IncidentBody }): MessageText {
  const { body, event, now, publicUrl } = outgoing;
  const { cluster, incident } = body;
  const { next, since, title, what } = incidentWords(incident, now);
  const link = (text: string, path: string) => linkTo(publicUrl, path, text);
  const page = link(`Open incident ${incident.id}`, pagePath(cluster.key, { of: 'incident', id: incident.id }));
  const steps = event === 'ended' ? [] : next.slice(0, MAX_NEXT);
  return {
    severity: incident.severity,
    ended: event === 'ended' && incident.endedBy !== 'not-watched',
    title: line(`${beginningOf(outgoing)}: ${title} (${cluster.name}, ${cluster.environment})`, MAX_TITLE),
    paragraphs: [what, `${capitalised(since)}.`, ...notesOf(outgoing)].map((each) => line(each, MAX_PARAGRAPH)),
    next: steps
      .map((step) => link(step.text, pagePath(cluster.key, step.page)))
      .filter(({ path }) => path !== page.path),
    page,
  };
}

function beginningOf({ body: { incident }, event, number }: Outgoing & { body: IncidentBody }): string {
  const severity = capitalised(incident.severity);
  switch (event) {
    case 'worse':
      return `Worse, now ${incident.severity}`;
    case 'reminder':
      return `${severity}, reminder ${String(number + 1)}`;
    case 'ended':
      if (incident.endedBy === 'not-watched') return 'Not watched any more';
      return incident.closed === null ? 'Ended' : `Closed by ${incident.closed.by}`;
    default:
      return severity;
  }
}

/** What people did, when it was noticed, and that the message is late. */
function notesOf(outgoing: Outgoing & { body: IncidentBody }): string[] {
  const { acknowledged, began, closed, endedBy, noticedAt } = outgoing.body.incident;
  const notes: string[] = [];
  if (endedBy === 'not-watched')
    notes.push('The configuration says not to watch it any more: whether it is over is unknown.');
  if (Date.parse(noticedAt) - Date.parse(began.at) > NOTICED_LATE_MS)
    notes.push(`Restore Desk noticed it at ${formatUtcMinute(noticedAt)}.`);
  if (closed?.note) notes.push(`${closed.by}: “${closed.note}”`);
  else if (acknowledged !== null && closed === null)
    notes.push(`Acknowledged by ${acknowledged.by} at ${formatUtcMinute(acknowledged.at)}.`);
  const late = lateNote(outgoing);
  return late === null ? notes : [...notes, late];
}

/** null: it is not late. */
export const lateNote = ({ madeMs, now }: Pick<Outgoing, 'madeMs' | 'now'>): string | null =>
  isLate({ madeMs, now })
    ? `This message is ${formatAge(now - madeMs)} late: it was to be sent at ${formatUtcMinute(madeMs)}. What it says may have changed since.`
    : null;

/** Of the run of a schedule, for a monitor that keeps what it is sent. */
export function runText({ body, madeMs, now }: Outgoing & { body: RunBody }): string {
  const { at, cluster, due, schedule, state, why } = body;
  const words = {
    running: 'began',
    good: 'succeeded',
    partial: 'left something out',
    failed: 'failed',
    missed: 'did not run',
  };
  return [
    `Schedule ${schedule} of ${cluster.name} (${cluster.environment}) ${words[state]} at ${formatUtcMinute(at)}; it was due at ${formatUtcMinute(due)}.`,
    ...(why === null ? [] : [why]),
    ...(isLate({ madeMs, now }) ? [`This is said ${formatAge(now - madeMs)} late.`] : []),
  ]
    .map((each) => line(each, MAX_PARAGRAPH))
    .join('\n');
}

/** A test of a channel. */
export const testText = (channel: string, now: number): MessageText => ({
  severity: null,
  ended: false,
  title: `Test of the channel ${channel}`,
  paragraphs: [
    `Restore Desk sent this at ${formatUtcMinute(now)}, because somebody asked for a test. Nothing is wrong, and there is nothing to do.`,
  ],
  next: [],
  page: null,
});

/** For a channel of plain text: a step and where it is done. */
export const stepText = ({ address, path, text }: Link): string =>
  address === null ? `${text}: ${path}` : `${text}: ${address}`;

/** Said once where there are no links; null: there are. */
export const withoutLinks = (links: readonly Link[]): string | null =>
  links.some(({ address }) => address === null)
    ? 'Paths are of Restore Desk’s own address: without `publicUrl` in its configuration, messages have no links.'
    : null;
