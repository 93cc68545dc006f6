import type { IncidentEvent } from '../../contract/incidents-page.ts';
import type { JobSummary } from '../../contract/job.ts';
import { withoutValues } from '../without-values.ts';
import type { Span } from '../timeline.ts';
import { asSentence } from '../words/telling.ts';
import { eventOf } from './event.ts';

/** A job of this Restore Desk that has to do with the incident. */
export type TimelineJob = Pick<
  JobSummary,
  'id' | 'title' | 'status' | 'partial' | 'startedAt' | 'endedAt' | 'problem' | 'actor'
>;

/** A job that took longer has a line for its beginning too. */
const SHORT_MS = 60_000;

/** When our jobs began and ended. */
export const jobLines = (jobs: readonly TimelineJob[], { from, to }: Span): IncidentEvent[] =>
  jobs
    .flatMap((job) => [...beginOf(job), ...endOf(job)])
    .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to);

function beginOf({ actor, endedAt, id, startedAt, title }: TimelineJob): IncidentEvent[] {
  if (startedAt === null) return [];
  if (endedAt !== null && Date.parse(endedAt) - Date.parse(startedAt) < SHORT_MS) return [];
  return [
    eventOf({
      id: `job-${id}-began`,
      at: startedAt,
      of: 'job',
      sentence: `Job ${id} of ${actor.name} began: ${asSentence(title)}`,
      job: id,
    }),
  ];
}

function endOf({ actor, endedAt, id, partial, problem, status, title }: TimelineJob): IncidentEvent[] {
  if (endedAt === null || status === 'queued' || status === 'running') return [];
  const isGood = status === 'succeeded' && !partial;
  const how = status === 'succeeded' ? (partial ? 'left something out' : 'succeeded') : ENDED[status];
  return [
    eventOf({
      id: `job-${id}-ended`,
      at: endedAt,
      of: 'job',
      level: isGood ? 'ok' : status === 'cancelled' ? 'idle' : 'warn',
      sentence: [
        `Job ${id} of ${actor.name} ${how}: ${asSentence(title)}`,
        ...(problem === null ? [] : [asSentence(withoutValues(problem))]),
      ].join(' '),
      job: id,
    }),
  ];
}

const ENDED = { failed: 'failed', cancelled: 'was cancelled', interrupted: 'was interrupted' } as const;
