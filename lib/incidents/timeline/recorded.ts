import type { Incident, IncidentComment, Mute } from '../../contract/incident.ts';
import type { IncidentEvent } from '../../contract/incidents-page.ts';
import type { MessageRow } from '../../contract/message.ts';
import { formatAge } from '../../format.ts';
import { incidentWords } from '../words.ts';
import { NOT_WATCHED, timeOf } from '../words/observed.ts';
import { eventOf } from './event.ts';

/** That it began, was noticed, and is over. */
export function incidentLines(incident: Incident, now: number): IncidentEvent[] {
  const { began, ended, endedBy, noticedAt, severity } = incident;
  const level = severity === 'critical' ? 'bad' : 'warn';
  return [
    eventOf({
      id: '0-began',
      at: began.at,
      after: began.after,
      of: 'incident',
      level,
      sentence: `${incidentWords(incident, now).title}.`,
    }),
    eventOf({ id: '1-noticed', at: noticedAt, of: 'incident', sentence: noticedSentence(incident) }),
    ...(ended === null || endedBy === 'person'
      ? []
      : [
          eventOf({
            id: '8-ended',
            at: ended.at,
            after: ended.after,
            of: 'incident',
            ...(endedBy === 'not-watched'
              ? { level: 'warn', sentence: `It is ${NOT_WATCHED}.` }
              : { level: 'ok', sentence: 'It is over.' }),
          }),
        ]),
  ];
}

function noticedSentence({ began, noticedAt }: Incident): string {
  const late = Date.parse(noticedAt) - Date.parse(began.at);
  return late < 60_000 ? 'Restore Desk noticed it.' : `Restore Desk noticed it, ${formatAge(late)} after it began.`;
}

/** What people did about it. */
export const personLines = (
  { acknowledged, closed }: Incident,
  comments: readonly IncidentComment[],
): IncidentEvent[] => [
  ...(acknowledged === null
    ? []
    : [
        eventOf({
          id: '2-acknowledged',
          at: acknowledged.at,
          of: 'person',
          sentence: `${acknowledged.by} acknowledged it.`,
        }),
      ]),
  ...comments.map(({ at, by, id, text }) =>
    eventOf({ id: `comment-${id}`, at, of: 'person', sentence: `${by} commented.`, text }),
  ),
  ...(closed === null
    ? []
    : [
        eventOf({
          id: '9-closed',
          at: closed.at,
          of: 'person',
          level: 'ok',
          sentence: `${closed.by} closed it.`,
          text: closed.note,
        }),
      ]),
];

/** Planned work that keeps, or kept, its messages back. */
export const muteLines = (mutes: readonly Mute[], now: number): IncidentEvent[] =>
  mutes
    .filter(({ from }) => Date.parse(from) <= now)
    .flatMap(({ by, ended, from, id, reason, until }) => [
      eventOf({
        id: `mute-${id}`,
        at: from,
        of: 'person',
        sentence: `${by} muted its messages until ${timeOf(until, now)}.`,
        text: reason,
      }),
      ...(ended === null
        ? []
        : [eventOf({ id: `mute-${id}-ended`, at: ended.at, of: 'person', sentence: `${ended.by} ended the mute.` })]),
    ]);

const EVENTS: Partial<Record<MessageRow['event'], string>> = {
  began: 'that it began',
  worse: 'that it is worse',
  reminder: 'that it lasts',
  ended: 'about its end',
};

/** Each message once: when it was sent, given up, or made, if it still waits. */
export const messageLines = (messages: readonly MessageRow[]): IncidentEvent[] =>
  messages.map(({ channel, createdMs, event, gaveUpMs, id, sentMs }) => {
    const about = EVENTS[event] ?? 'about it';
    const line = { id: `message-${id}`, of: 'message' } as const;
    const isoOf = (ms: number) => new Date(ms).toISOString();
    if (sentMs !== null)
      return eventOf({ ...line, at: isoOf(sentMs), sentence: `A message ${about} was sent to ${channel}.` });
    if (gaveUpMs !== null)
      return eventOf({
        ...line,
        at: isoOf(gaveUpMs),
        level: 'bad',
        sentence: `A message ${about} to ${channel} was given up: it could not be sent.`,
      });
    return eventOf({
      ...line,
      at: isoOf(createdMs),
      level: 'warn',
      sentence: `A message ${about} to ${channel} was made; it is not sent yet.`,
    });
  });
