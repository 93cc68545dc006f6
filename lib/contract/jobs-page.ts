import { z } from 'zod';
import { actor, JOB_STATUSES } from './job.ts';
import { progress } from './progress.ts';

export const jobsFilter = z.object({
  /** "any", or a kind; an unknown kind matches no job. */
  kind: z.string().max(100).default('any'),
  status: z.enum(['any', 'active', ...JOB_STATUSES]).default('any'),
  text: z.string().max(255).optional(),
  /** Only jobs older than this one: the next page. */
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .optional(),
});
export type JobsFilter = z.infer<typeof jobsFilter>;

export const jobRow = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.string(),
  /** The kind's name for people. */
  label: z.string(),
  status: z.enum(JOB_STATUSES),
  actor,
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  progress: progress.nullable(),
  /** Something was rejected or left out. */
  partial: z.boolean(),
  /** What somebody must know about its success, as a sentence. */
  warning: z.string().optional(),
  /** How it ended, as a sentence; null: it has not ended. */
  outcome: z.string().nullable(),
  follows: z.string().nullable(),
});
export type JobRow = z.infer<typeof jobRow>;

export const jobsPage = z.object({
  takenAt: z.iso.datetime(),
  rows: z.array(jobRow),
  more: z.boolean(),
  active: z.number(),
  /** Every kind, for the filter. */
  kinds: z.array(z.object({ kind: z.string(), label: z.string() })),
});
export type JobsPage = z.infer<typeof jobsPage>;

/** What of the jobs every page shows: how many are under way, and which of them do not move. */
export const jobActivity = z.object({
  active: z.number(),
  /** Paused or waiting, with the reason as a sentence. */
  standing: z.array(z.object({ job: z.string(), sentence: z.string() })),
});
export type JobActivity = z.infer<typeof jobActivity>;
