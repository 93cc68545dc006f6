import { z } from 'zod';
import { LONGEST_LOOK_UP, LOOK_UP_KINDS } from './looked-up.ts';
import { aliasName, clusterKey } from './names.ts';

const indices = {
  /** An index, or an alias of one. */
  left: aliasName,
  right: aliasName.optional(),
  /** The keys of other clusters that they are of; left out: that of the page. */
  leftCluster: clusterKey.optional(),
  rightCluster: clusterKey.optional(),
};

/** `words`: a query string. `confirmed`: the person read what the query costs. */
export const lookUpQuery = z.object({
  ...indices,
  kind: z.enum(LOOK_UP_KINDS),
  query: z.string().min(1, 'Type a query.').max(LONGEST_LOOK_UP, `A query has at most ${LONGEST_LOOK_UP} characters.`),
  confirmed: z.literal('yes').optional(),
});
export type LookUpQuery = z.output<typeof lookUpQuery>;

const routing = z.string().max(2_000).optional();

/** One document of both sides. A routing that is left out: the document has none. */
export const lookedUpDocumentQuery = z.object({ ...indices, id: z.string().min(1).max(2_000), routing });
export type LookedUpDocumentQuery = z.output<typeof lookedUpDocumentQuery>;
