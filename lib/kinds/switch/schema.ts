import { z } from 'zod';
import { documentsOfMove } from '../../contract/documents-of-move.ts';
import { aliasMembership } from '../../contract/indices.ts';
import { aliasState, aliasTarget, planBase } from '../../contract/plan.ts';

export const switchPlan = z.object({
  kind: z.literal('switch'),
  ...planBase,
  alias: z.string(),
  /** How the alias was found. */
  aliasFrom: z.enum(['given', 'index-name', 'undo']),
  target: aliasTarget.omit({ membership: true }),
  /** Of the alias on the target afterwards: filter, routing, write flag. */
  membership: aliasMembership,
  before: z.array(aliasTarget),
  after: z.array(z.string()),
  /** Documents that the alias shows now and afterwards. Plans of older versions lack it. */
  shown: documentsOfMove.optional(),
  opensTarget: z.boolean(),
  /** Of a switch back: every earlier membership, one or more indices; empty: the alias did not exist. */
  restores: aliasState.nullable().optional(),
  /** Of a switch back: the job that it undoes. */
  undoes: z.string().nullable(),
  /** That job was itself an undo, so this one repeats the first move. Plans of older versions lack it. */
  undoesUndo: z.boolean().optional(),
});
export type SwitchPlan = z.infer<typeof switchPlan>;

export const switchResult = z.object({
  kind: z.literal('switch'),
  alias: z.string(),
  index: z.string(),
  opened: z.boolean(),
  before: aliasState,
  after: aliasState,
  /** Documents that the alias showed right before the move and right after it. Results of older versions lack it. */
  shown: documentsOfMove.optional(),
  seconds: z.number(),
});
export type SwitchResult = z.infer<typeof switchResult>;

export const switchWork = z.object({ kind: z.literal('switch'), plan: switchPlan });
export type SwitchWork = z.infer<typeof switchWork>;
