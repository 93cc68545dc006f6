import { z } from 'zod';

/** Where an operation stands. Unknown is null, never zero. */
export const progress = z.object({
  /** An id: "load". Steps and tests go by it. */
  phase: z.string(),
  /** The phase for people: "Loading documents". */
  label: z.string(),
  /** The index or file it is about, where there are several. */
  subject: z.string().nullable(),
  done: z.number(),
  total: z.number().nullable(),
  unit: z.enum(['documents', 'bytes', 'indices', 'shards', 'steps']),
  bytes: z.number(),
  totalBytes: z.number().nullable(),
  /** Units a second over the last few seconds. */
  rate: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** By the ids of the kind's counters (`JobKind.counters`); null: nothing is counted apart. */
  // eslint-disable-next-line no-restricted-syntax -- our own words: indexed, newer, rejected
  counters: z.record(z.string(), z.number()).nullable(),
  /** "the disk reached the flood stage": why nothing moves right now. */
  pausedBecause: z.string().nullable(),
});
export type Progress = z.infer<typeof progress>;

/** A phase as it is reported: its id with its label. */
export type Phase = Pick<Progress, 'phase' | 'label'>;
