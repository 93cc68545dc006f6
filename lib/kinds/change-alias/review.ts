import { z } from 'zod';
import { aliasName, indexName } from '../../contract/names.ts';
import { guard } from '../../contract/reviews.ts';
import { changeAliasPlan } from './schema.ts';

/** What the page of a change gets. */
export const changeAliasReview = z.object({
  plan: changeAliasPlan,
  guard,
  /** Of the indices before and after, as JSON text: a browser rounds 64-bit numbers. */
  filters: z.array(z.object({ index: z.string(), filter: z.string() })),
});
export type ChangeAliasReview = z.infer<typeof changeAliasReview>;

export const changeAliasAsked = z.object({
  change: z.enum(['add', 'remove']),
  alias: aliasName,
  index: indexName,
  keepWrites: z.literal('yes').optional(),
});
export type ChangeAliasAsked = z.infer<typeof changeAliasAsked>;
