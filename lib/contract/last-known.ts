import { z } from 'zod';
import { failure } from './job.ts';

/** Beside an old answer: when it came, and why there is no newer one. */
export const lastKnown = z.object({ takenAt: z.iso.datetime(), failure });
export type LastKnown = z.infer<typeof lastKnown>;
