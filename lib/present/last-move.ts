import type { Job } from '../contract/job.ts';
import type { AliasMove } from '../contract/plan.ts';
import { kinds } from '../kinds/kinds.ts';

/** What a job did to an alias; null: it moved none. */
export const lastMoveOf = (job: Job): AliasMove | null =>
  job.status === 'succeeded' ? (kinds.of(job.work).alias?.move(job.result) ?? null) : null;
