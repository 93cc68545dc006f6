import { z } from 'zod';
import { indexSummary } from './indices.ts';
import { lastKnown } from './last-known.ts';

/** Search texts for aliases and indices. */
export const choiceQuery = z.object({
  alias: z.string().max(255).default(''),
  index: z.string().max(255).default(''),
});
export type ChoiceQuery = z.output<typeof choiceQuery>;

/** An alias to choose, with the first few of its indices. */
export const aliasChoice = z.object({
  alias: z.string(),
  targets: z.array(z.string()),
  /** Folders that may have its backups. */
  folders: z.array(z.string()),
  indices: z.number(),
  documents: z.number().nullable(),
});
export type AliasChoice = z.infer<typeof aliasChoice>;

/** Aliases and indices to choose from: the first matches, how many match (`found`), and how many there are (`all`). */
export const clusterChoice = z.object({
  takenAt: z.iso.datetime(),
  aliases: z.object({ all: z.number(), found: z.number(), rows: z.array(aliasChoice) }),
  indices: z.array(indexSummary.pick({ name: true, uuid: true, state: true, documents: true })),
  /** Of the indices. */
  all: z.number(),
  found: z.number(),
  /** The cluster does not answer: what is listed is old. */
  lastKnown: lastKnown.optional(),
});
export type ClusterChoice = z.infer<typeof clusterChoice>;
