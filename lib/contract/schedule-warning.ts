import { z } from 'zod';

/** A run of a schedule that no good one has followed yet. */
export const scheduleWarning = z.object({
  /** The schedule's name. */
  schedule: z.string(),
  /** `overdue`: it should have run, and nothing says that it did or did not. */
  state: z.enum(['failed', 'partial', 'missed', 'overdue']),
  /** When the run was due. */
  at: z.iso.datetime(),
  /** As a sentence; null: its jobs say it. */
  why: z.string().nullable(),
  /** The jobs of the run, the oldest first. */
  jobs: z.array(z.string()),
  /** When the last good run was due; null: there is none. */
  lastGood: z.iso.datetime().nullable(),
  /** A run is in progress. */
  running: z.boolean(),
  paused: z.boolean(),
});
export type ScheduleWarning = z.infer<typeof scheduleWarning>;
