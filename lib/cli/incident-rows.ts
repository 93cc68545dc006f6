import type { IncidentEvent } from '../contract/incidents-page.ts';
import type { Incident } from '../contract/incident.ts';
import { formatUtc } from '../format.ts';
import { incidentWords } from '../incidents/words.ts';
import { atWords, noticedWords, NOT_WATCHED } from '../incidents/words/observed.ts';
import { safeLine } from './safe-text.ts';

/** An incident in the JSON of a command line: what is kept of it, and its words. */
export const incidentFields = (incident: Incident, now: number) => {
  const { since, title, what } = incidentWords(incident, now);
  const { facts, ...kept } = incident;
  return { ...kept, kind: facts.kind, open: incident.ended === null, title, what, since, facts };
};

/** For a terminal: "12  critical  government lost 87 % of its documents". */
export const describeIncident = (incident: Incident, now: number): string => {
  const { since, title } = incidentWords(incident, now);
  const { acknowledged, ended, endedBy, id, severity } = incident;
  const state =
    ended !== null
      ? endedBy === 'not-watched'
        ? NOT_WATCHED
        : 'ended'
      : acknowledged === null
        ? 'open'
        : `open, acknowledged by ${acknowledged.by}`;
  const noticed = noticedWords(incident, now);
  return [`${id}  ${severity}  ${title}`, `  ${state}, ${since}${noticed === null ? '' : `; ${noticed}`}`]
    .map(safeLine)
    .join('\n');
};

/** The whole incident for a terminal. */
export function describeShown(incident: Incident, events: readonly IncidentEvent[], now: number): string {
  const { next, what } = incidentWords(incident, now);
  return [
    describeIncident(incident, now),
    safeLine(`  ${what}`),
    'What to do:',
    ...next.map(({ text }) => safeLine(`  ${text}`)),
    'What happened:',
    ...events.flatMap((event) => describeEvent(event, now)),
  ].join('\n');
}

const describeEvent = ({ after, at, sentence, text }: IncidentEvent, now: number): string[] => {
  const when = atWords({ at, after }, now);
  // Exact to the second where it was observed so.
  const time = when.startsWith('at ') ? formatUtc(at) : when;
  return [safeLine(`  ${time}  ${sentence}`), ...(text === null ? [] : [safeLine(`    ${text}`)])];
};
