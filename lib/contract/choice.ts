import { z } from 'zod';
import { indexSummary } from './indices.ts';

/** What is typed to find an alias and an index by. */
export const choiceQuery = z.object({
  alias: z.string().max(255).default(''),
  index: z.string().max(255).default(''),
});
export type ChoiceQuery = z.output<typeof choiceQuery>;

/** An alias to choose; of the indices behind it the first few. */
export const aliasChoice = z.object({
  alias: z.string(),
  targets: z.array(z.string()),
  /** Where its backups may be filed. */
  folders: z.array(z.string()),
  indices: z.number(),
  documents: z.number().nullable(),
});
export type AliasChoice = z.infer<typeof aliasChoice>;

/** The aliases and indices to choose from: the first of those that are found, and how many there are. */
export const clusterChoice = z.object({
  takenAt: z.iso.datetime(),
  aliases: z.object({ all: z.number(), found: z.number(), rows: z.array(aliasChoice) }),
  indices: z.array(indexSummary.pick({ name: true, uuid: true, state: true, documents: true })),
  /** Of the indices. */
  all: z.number(),
  found: z.number(),
});
export type ClusterChoice = z.infer<typeof clusterChoice>;

/** The most of each that are listed. */
export const CHOICES_SHOWN = 100;
