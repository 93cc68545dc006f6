import { z } from 'zod';
import { actor, JOB_STATUSES } from './job.ts';
import { progress } from './progress.ts';

/** Parts of the list, by what a job is about. */
export const JOB_SEGMENTS = ['restores', 'backups', 'switches'] as const;
export type JobSegment = (typeof JOB_SEGMENTS)[number];

export const JOB_SORTS = ['date', 'duration', 'state'] as const;
export type JobSort = (typeof JOB_SORTS)[number];

export const jobsFilter = z.object({
  /** `failed`: also interrupted. */
  show: z.enum(['all', ...JOB_SEGMENTS, 'failed']).default('all'),
  /** "any", or a kind; an unknown kind matches no job. */
  kind: z.string().max(100).default('any'),
  status: z.enum(['any', 'active', ...JOB_STATUSES]).default('any'),
  text: z.string().max(255).optional(),
  /** `state`: what failed is first in `asc`. */
  sort: z.enum(JOB_SORTS).default('date'),
  order: z.enum(['asc', 'desc']).default('desc'),
  /** Of another order than newest first. */
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  /** Newest first: only jobs older than this one, which is the next page. */
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
  /** Documents that the alias lost, or that the backup file did not have. */
  missing: z.number().optional(),
  /** What somebody must know about its success, as a sentence. */
  warning: z.string().optional(),
  /** How it ended, as a sentence; null: it has not ended. */
  outcome: z.string().nullable(),
  follows: z.string().nullable(),
});
export type JobRow = z.infer<typeof jobRow>;

export const jobsPage = z.object({
  takenAt: z.iso.datetime(),
  /** Jobs that have ended, or those under way where the filter asks for them. */
  rows: z.array(jobRow),
  more: z.boolean(),
  /** The first jobs under way, whatever the filter is, and how many there are. */
  running: z.array(jobRow),
  active: z.number(),
  /** How many jobs of the text searched for failed or were interrupted. */
  failed: z.number(),
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
