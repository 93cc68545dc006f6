import { z } from 'zod';
import { DAY_STATES } from './day-states.ts';

/** One backup of a day (`backup` is its id), or one job that failed to make it. */
const dayResult = z.object({
  at: z.iso.datetime(),
  state: z.enum(DAY_STATES),
  backup: z.string().nullable(),
  /** `backup` is a snapshot. Absent: it is a zip file. */
  isSnapshot: z.boolean().optional(),
  job: z.string().nullable(),
  documents: z.number().nullable(),
});
export type DayResult = z.infer<typeof dayResult>;

/** A day in UTC: its best result, and its newest results; `more` counts the others. */
export const backupDay = z.object({
  date: z.iso.date(),
  state: z.enum(DAY_STATES),
  results: z.array(dayResult),
  more: z.number(),
});
export type BackupDay = z.infer<typeof backupDay>;

/** A backup job that failed, or left something out. */
export interface FailedBackup {
  job: string;
  at: string;
  /** Aliases and indices that it did not back up. */
  names: readonly string[];
}
