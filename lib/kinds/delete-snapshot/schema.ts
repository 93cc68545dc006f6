import { z } from 'zod';
import { planBase } from '../../contract/plan.ts';

export const deleteSnapshotPlan = z.object({
  kind: z.literal('delete-snapshot'),
  ...planBase,
  repository: z.string(),
  snapshot: z.string(),
  /** Another snapshot of the same name has another one. */
  uuid: z.string(),
  /** In the server's word. */
  state: z.string(),
  indices: z.array(z.string()),
  /** Aliases, or names of indices, of which no other good snapshot is known. */
  lastOf: z.array(z.string()),
});
export type DeleteSnapshotPlan = z.infer<typeof deleteSnapshotPlan>;

export const deleteSnapshotWork = z.object({ kind: z.literal('delete-snapshot'), plan: deleteSnapshotPlan });
export type DeleteSnapshotWork = z.infer<typeof deleteSnapshotWork>;

export const deleteSnapshotResult = z.object({
  kind: z.literal('delete-snapshot'),
  status: z.literal('done'),
  repository: z.string(),
  snapshot: z.string(),
  indices: z.array(z.string()),
  seconds: z.number(),
});
export type DeleteSnapshotResult = z.infer<typeof deleteSnapshotResult>;
