import { z } from 'zod';
import { indexName } from '../../contract/names.ts';
import { guard } from '../../contract/reviews.ts';
import { changeIndexStatePlan, indexAction } from './schema.ts';

export const changeIndexStateAsked = z.object({ index: indexName, action: indexAction });
export type ChangeIndexStateAsked = z.infer<typeof changeIndexStateAsked>;

/** What the page of an opening or a closing gets. */
export const changeIndexStateReview = z.object({ plan: changeIndexStatePlan, guard });
export type ChangeIndexStateReview = z.infer<typeof changeIndexStateReview>;
