import { z } from 'zod';
import { guard } from '../../contract/reviews.ts';
import { switchPlan } from './schema.ts';

/** What the page of a switch gets. */
export const switchReview = z.object({ plan: switchPlan, guard });
export type SwitchReview = z.infer<typeof switchReview>;
