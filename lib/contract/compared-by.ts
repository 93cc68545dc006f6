import { z } from 'zod';

/**
 * What a drill compared. `content`: every document with the one in the backup. `counts`: only numbers of documents, because
 * nothing else is known of the snapshot. `nothing`: it was restored, and that is all that can be said.
 */
export const comparedBy = z.enum(['content', 'counts', 'nothing']);
export type ComparedBy = z.infer<typeof comparedBy>;
