import { z } from 'zod';
import { documentsOfMove } from '../../contract/documents-of-move.ts';
import { aliasMembership } from '../../contract/indices.ts';
import { aliasState, aliasTarget, planBase } from '../../contract/plan.ts';

/** The index that a write through the alias reaches; null: the server refuses it. */
const writes = z.object({ before: z.string().nullable(), after: z.string().nullable() });

export const changeAliasPlan = z.object({
  kind: z.literal('change-alias'),
  ...planBase,
  change: z.enum(['add', 'remove']),
  alias: z.string(),
  /** The index that is added or removed. */
  target: aliasTarget.omit({ membership: true }),
  /** What the alias has on it: afterwards, or, where it is removed, now. */
  membership: aliasMembership,
  before: z.array(aliasTarget),
  after: z.array(aliasTarget),
  /** Documents that the alias shows now and afterwards. */
  shown: documentsOfMove,
  writes,
  /** The only index so far gets the write flag, so that writes still reach it. */
  keepsWrites: z.boolean(),
  /** The write flag of the only index so far would keep writes on it. */
  canKeepWrites: z.boolean(),
  opensTarget: z.boolean(),
});
export type ChangeAliasPlan = z.infer<typeof changeAliasPlan>;

export const changeAliasResult = z.object({
  kind: z.literal('change-alias'),
  change: z.enum(['add', 'remove']),
  alias: z.string(),
  index: z.string(),
  uuid: z.string(),
  opened: z.boolean(),
  before: aliasState,
  after: aliasState,
  /** Documents that the alias showed right before the change and right after it. */
  shown: documentsOfMove,
  writes,
  seconds: z.number(),
});
export type ChangeAliasResult = z.infer<typeof changeAliasResult>;

export const changeAliasWork = z.object({ kind: z.literal('change-alias'), plan: changeAliasPlan });
export type ChangeAliasWork = z.infer<typeof changeAliasWork>;
