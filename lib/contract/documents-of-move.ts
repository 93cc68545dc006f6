import { z } from 'zod';

/** Documents that an alias shows before and after a move; null: unknown, because an index is closed or can't be searched. */
export const documentsOfMove = z.object({
  before: z.number().int().nonnegative().nullable(),
  after: z.number().int().nonnegative().nullable(),
});
export type DocumentsOfMove = z.infer<typeof documentsOfMove>;
