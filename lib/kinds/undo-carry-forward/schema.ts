import { z } from 'zod';
import { carriedFields, carryTarget, expectedCounts } from '../../contract/carry-schema.ts';
import { planBase } from '../../contract/plan.ts';

export const undoCarryForwardPlan = z.object({
  kind: z.literal('undo-carry-forward'),
  ...planBase,
  /** The job that is undone: its directory has the undo file. */
  of: z.string(),
  to: carryTarget,
  expected: expectedCounts,
});
export type UndoCarryForwardPlan = z.infer<typeof undoCarryForwardPlan>;

export const undoCarryForwardWork = z.object({ kind: z.literal('undo-carry-forward'), plan: undoCarryForwardPlan });
export type UndoCarryForwardWork = z.infer<typeof undoCarryForwardWork>;

/** `counts`: by what the job had done to the document; `added` documents are deleted again. */
export const undoCarryForwardResult = z.object({ kind: z.literal('undo-carry-forward'), ...carriedFields });
export type UndoCarryForwardResult = z.infer<typeof undoCarryForwardResult>;
