import { z } from 'zod';
import type { Line } from './alias-lines.ts';
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
  /** The alias it is listed under and others it has, the first of them, with what is special about each. */
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

/** The part of a long list that is looked at, in a layout that is known as a whole. */
export interface MapWindow {
  /** Where the lines stand in the list, from 0. */
  from: number;
  lines: Line[];
  /** For each heading in order how many indices stand under it: with these the whole list can be laid out. */
  runs: number[];
}

/** An alias and its generations, newest first. */
export const aliasGroup = z.object({
  alias: z.string(),
  flags: z.array(aliasFlag),
  /** Behind the alias; null: at least one is unknown. */
  documents: z.number().nullable(),
  storeBytes: z.number().nullable(),
  entries: z.array(mapEntry),
  /** How many more there are that are not listed. */
  left: z.number().optional(),
});
export type AliasGroup = z.infer<typeof aliasGroup>;

/** Up to some hundred indices as a whole; of more, with `window`, only what was asked for of groups and outside. */
export const aliasMap = z.object({
  takenAt: z.iso.datetime(),
  groups: z.array(aliasGroup),
  /** Indices without any alias that are no alias's generation either. */
  outside: z.array(mapEntry),
  indices: z.number(),
  closed: z.number(),
  storeBytes: z.number().nullable(),
  /** Of all there are, where only some are listed. */
  totals: z.object({ aliases: z.number(), flagged: z.number(), outside: z.number() }).optional(),
  window: z.custom<MapWindow>().optional(),
});
export type AliasMap = z.infer<typeof aliasMap>;
