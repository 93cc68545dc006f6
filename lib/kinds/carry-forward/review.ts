import { z } from 'zod';
import { CHANGES } from '../../contract/carried.ts';
import { change } from '../../contract/carry-schema.ts';
import { jobAddress } from '../../contract/job-page.ts';
import { aliasName } from '../../contract/names.ts';
import { guard } from '../../contract/reviews.ts';
import { undoCarryForwardPlan } from '../undo-carry-forward/schema.ts';
import { carryForwardPlan } from './schema.ts';

/** Characters of a query in an address. */
export const QUERY_LIMIT = 4_000;

const job = jobAddress.shape.id;

/** What a review is made of; an approval remembers it. */
export const carryForwardAsked = z.object({
  comparison: job,
  to: aliasName,
  changes: z.array(change).max(CHANGES.length),
  query: z.string().max(QUERY_LIMIT).optional(),
});
export type CarryForwardAsked = z.infer<typeof carryForwardAsked>;

/** The same as words of an address. */
export const carryForwardQuery = z.object({
  to: aliasName,
  changes: z
    .string()
    .max(100)
    .transform((text) => text.split(','))
    .pipe(carryForwardAsked.shape.changes),
  query: carryForwardAsked.shape.query,
});

/** What the page gets. */
export const carryForwardReview = z.object({ plan: carryForwardPlan, guard });
export type CarryForwardReview = z.infer<typeof carryForwardReview>;

export const undoCarryForwardAsked = z.object({ job });
export type UndoCarryForwardAsked = z.infer<typeof undoCarryForwardAsked>;

export const undoCarryForwardReview = z.object({ plan: undoCarryForwardPlan, guard });
export type UndoCarryForwardReview = z.infer<typeof undoCarryForwardReview>;
