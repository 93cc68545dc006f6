import { z } from 'zod';

/** What an operation waits for while nothing moves; `what` null: it is not known. */
export const waiting = z.object({ what: z.string().nullable(), since: z.iso.datetime() });
export type Waiting = z.infer<typeof waiting>;

/** Progress of an operation. Unknown is null, never zero. */
export const progress = z.object({
  /** An id: "load". Steps and tests compare it. */
  phase: z.string(),
  /** For people: "Loading documents". */
  label: z.string(),
  /** The current index or file, if there are several. */
  subject: z.string().nullable(),
  done: z.number(),
  total: z.number().nullable(),
  unit: z.enum(['documents', 'bytes', 'indices', 'shards', 'requests', 'steps']),
  bytes: z.number(),
  totalBytes: z.number().nullable(),
  /** Units a second over the last few seconds. */
  rate: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** By the ids of the kind's counters (`JobKind.counters`); null: none. */
  // eslint-disable-next-line no-restricted-syntax -- our own words: indexed, newer, rejected
  counters: z.record(z.string(), z.number()).nullable(),
  /** Why the operation waits: "the disk reached the flood stage". */
  pausedBecause: z.string().nullable(),
  /** Why it moves in large steps, as a sentence: it is not standing still between two of them. */
  inSteps: z.string().optional(),
  /** What the result will be, about, from a sample: sentences. */
  estimate: z.string().optional(),
  /** Nothing has moved for some seconds: then rate and time left are null. Absent: it moves. */
  waitingFor: waiting.optional(),
});
export type Progress = z.infer<typeof progress>;

/** A phase's id with its label. */
export type Phase = Pick<Progress, 'phase' | 'label'>;
