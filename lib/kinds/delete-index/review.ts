import { z } from 'zod';
import { indexBackups } from '../../contract/index-backups.ts';
import { deleteIndexPlan } from './schema.ts';

/** What the page of a deletion gets: the plan, and the backups that hold the index. */
export const deleteIndexReview = z.object({ plan: deleteIndexPlan, backups: indexBackups });
export type DeleteIndexReview = z.infer<typeof deleteIndexReview>;
