import { z } from 'zod';
import { guard } from '../../contract/reviews.ts';
import { switchPlan } from './schema.ts';

/** A switch as its page shows it. */
export const switchReview = z.object({ plan: switchPlan, guard });
export type SwitchReview = z.infer<typeof switchReview>;
