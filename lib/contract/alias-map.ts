import { z } from 'zod';
import { healthStatus } from './cluster.ts';

/** One index on the alias map: what a row shows, and no more, since there may be 5,000 of them. */
export const mapEntry = z.object({
  index: z.string(),
  uuid: z.string(),
  state: z.enum(['open', 'closed']),
  health: healthStatus.nullable(),
  documents: z.number().nullable(),
  storeBytes: z.number().nullable(),
  /** Of the generation: see dateOfIndex. */
  date: z.iso.datetime().nullable(),
  /** The alias of its group points to it. */
  live: z.boolean(),
  /** Every alias it has, with what is special about each. */
  aliases: z.array(z.object({ alias: z.string(), write: z.boolean(), filtered: z.boolean() })),
  blocks: z.array(z.string()),
  /** A restore began to fill it and never finished. */
  loading: z.boolean(),
  /** Not live, and with less than half the documents of what is. */
  small: z.boolean(),
  /** The job that made it, where Restore Desk did. */
  job: z.string().nullable(),
});
export type MapEntry = z.infer<typeof mapEntry>;

export const aliasFlag = z.object({ level: z.enum(['warn', 'bad']), word: z.string(), sentence: z.string() });
export type AliasFlag = z.infer<typeof aliasFlag>;

/** An alias and its generations, newest first. */
export const aliasGroup = z.object({
  alias: z.string(),
  flags: z.array(aliasFlag),
  /** Behind the alias; null: at least one is unknown. */
  documents: z.number().nullable(),
  storeBytes: z.number().nullable(),
  entries: z.array(mapEntry),
});
export type AliasGroup = z.infer<typeof aliasGroup>;

export const aliasMap = z.object({
  takenAt: z.iso.datetime(),
  groups: z.array(aliasGroup),
  /** Indices without any alias that are no alias's generation either. */
  outside: z.array(mapEntry),
  indices: z.number(),
  closed: z.number(),
  storeBytes: z.number().nullable(),
});
export type AliasMap = z.infer<typeof aliasMap>;
