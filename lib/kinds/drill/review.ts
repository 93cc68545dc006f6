import { z } from 'zod';
import { backupId } from '../../contract/names.ts';
import { limitProblem } from './limit.ts';

const nameInAddress = z.string().min(1).max(255);

/** A backup of the cluster that is named: a zip file of its place of backups, or one index of a snapshot. */
export const backupToDrill = z.union([
  z.object({ id: backupId }),
  z.object({ repository: nameInAddress, snapshot: nameInAddress, index: nameInAddress }),
]);
export type BackupToDrill = z.infer<typeof backupToDrill>;

/** The form on the review of a drill, as text. */
export const drillChoices = z.object({
  /** Documents per second; empty: no limit. */
  limit: z
    .string()
    .refine((text) => limitProblem(text) === null, 'This is no limit of documents per second.')
    .default(''),
  /** The page's idempotency key: it names the index, so that the plan is the same each time it is made. */
  once: z.string().regex(/^[0-9a-f]{32}$/),
});
export type DrillChoices = z.infer<typeof drillChoices>;
