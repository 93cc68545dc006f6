import { z } from 'zod';
import { ENDED_BY } from './incident-kinds.ts';
import { incidentFacts, observedTime, severity } from './incident.ts';

/** Of an incident the first four, of a run of a schedule the others. */
export const MESSAGE_EVENTS = ['began', 'worse', 'reminder', 'ended', 'start', 'success', 'failure'] as const;
export type MessageEvent = (typeof MESSAGE_EVENTS)[number];

const cluster = z.object({ key: z.string(), name: z.string(), environment: z.string() });
const time = z.iso.datetime();

/** What a message tells, as it was when the message was made. Without secrets, and without documents. */
export const messageBody = z.discriminatedUnion('of', [
  z.object({
    of: z.literal('incident'),
    /** The same at each attempt: a receiver recognises by it what it has already got. */
    delivery: z.string(),
    cluster,
    incident: z.object({
      id: z.string(),
      subject: z.string(),
      severity,
      facts: incidentFacts,
      title: z.string(),
      began: observedTime,
      noticedAt: time,
      ended: observedTime.nullable(),
      endedBy: z.enum(ENDED_BY).nullable(),
      acknowledged: z.object({ by: z.string(), at: time }).nullable(),
      closed: z.object({ by: z.string(), at: time, note: z.string().nullable() }).nullable(),
    }),
  }),
  z.object({
    of: z.literal('run'),
    delivery: z.string(),
    cluster,
    schedule: z.string(),
    due: time,
    /** Of what the message tells: the run's beginning or its end. */
    at: time,
    state: z.enum(['running', 'good', 'partial', 'failed', 'missed']),
    why: z.string().nullable(),
  }),
]);
export type MessageBody = z.infer<typeof messageBody>;

/** A message as it is kept. Times are milliseconds. */
export interface MessageRow {
  id: string;
  /** The channel's name in the configuration. */
  channel: string;
  subject: string;
  /** null: it is about a run of a schedule. */
  incident: string | null;
  event: MessageEvent;
  /** Which of several of one event, from 0. */
  number: number;
  body: MessageBody;
  createdMs: number;
  nextTryMs: number;
  attempts: number;
  /** null: it was not sent. Both null: it waits. */
  sentMs: number | null;
  gaveUpMs: number | null;
  /** It was given up because it was too late for it, or a later message says more, not because it could not be sent. */
  outdated: boolean;
  /** What the channel answered to the last attempt, or why there was no answer; null: not tried. */
  answer: string | null;
}
