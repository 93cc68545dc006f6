import { z } from 'zod';
import { SHOWS, SORTS, type Line, type Show } from './alias-lines.ts';
import { healthStatus } from './cluster.ts';
import { lastKnown } from './last-known.ts';

/** One index on the alias map: what a row displays and no more, because there may be 5,000 rows. */
export const mapEntry = z.object({
  index: z.string(),
  uuid: z.string(),
  state: z.enum(['open', 'closed']),
  health: healthStatus.nullable(),
  documents: z.number().nullable(),
  /** Those that the alias of its group shows, which has a filter or a search routing there; null: unknown. */
  shown: z.number().nullable().optional(),
  storeBytes: z.number().nullable(),
  /** Of the generation, which orders them: see dateOfIndex. A page shows `createdAt`. */
  date: z.iso.datetime().nullable(),
  /** When the cluster created it; null: unknown. */
  createdAt: z.iso.datetime().nullable().optional(),
  /** The alias of its group points to it. */
  live: z.boolean(),
  /** The alias that it is listed under, and the first of its other aliases. */
  aliases: z.array(z.object({ alias: z.string(), write: z.boolean(), filtered: z.boolean() })),
  blocks: z.array(z.string()),
  /** A restore started to fill it and has not finished. */
  loading: z.boolean(),
  /** Not live, and with less than half of the live documents. */
  small: z.boolean(),
  /** The job of Restore Desk that created it; null: none. */
  job: z.string().nullable(),
});
export type MapEntry = z.infer<typeof mapEntry>;

export const aliasFlag = z.object({
  level: z.enum(['warn', 'bad']),
  word: z.string(),
  sentence: z.string(),
  /** It has lost documents, against its last good backup. */
  lost: z.boolean().optional(),
});
export type AliasFlag = z.infer<typeof aliasFlag>;

/** The displayed part of a long list, with the layout of the whole list. */
export interface MapWindow {
  /** Position of the first line in the list, from 0. */
  from: number;
  lines: Line[];
  /** The number of indices under each heading, in order: enough to lay out the whole list. */
  runs: number[];
  /** How many indices they are: one with several aliases is under each of them. */
  shown: number;
}

/** An alias and its generations, newest first. */
export const aliasGroup = z.object({
  alias: z.string(),
  flags: z.array(aliasFlag),
  /** That the alias shows; null: at least one index's number is unknown. */
  documents: z.number().nullable(),
  /** Those of its indices, where a filter or a search routing may leave some out. */
  documentsInIndices: z.number().nullable().optional(),
  storeBytes: z.number().nullable(),
  entries: z.array(mapEntry),
  /** How many more entries are not listed. */
  left: z.number().optional(),
});
export type AliasGroup = z.infer<typeof aliasGroup>;

/** Complete up to some hundred indices; with more, `window` has the requested part of groups and outside. */
export const aliasMap = z.object({
  takenAt: z.iso.datetime(),
  groups: z.array(aliasGroup),
  /** Indices that have no alias and are no alias's generation. */
  outside: z.array(mapEntry),
  indices: z.number(),
  closed: z.number(),
  storeBytes: z.number().nullable(),
  /** Of the whole cluster, if only some are listed. */
  totals: z.object({ aliases: z.number(), outside: z.number(), shown: z.custom<Record<Show, number>>() }).optional(),
  window: z.custom<MapWindow>().optional(),
  /** The cluster does not answer: the map is old. */
  lastKnown: lastKnown.optional(),
});
export type AliasMap = z.infer<typeof aliasMap>;

/** Query of the alias map: filter, order and position of the part that is requested; or one alias, for a switch. */
export const mapQuery = z.object({
  filter: z.string().max(255).default(''),
  show: z.enum(SHOWS).default('all'),
  sort: z.enum(SORTS).default('name'),
  order: z.enum(['up', 'down']).default('up'),
  from: z.coerce.number().int().min(0).max(10_000_000).default(0),
  alias: z.string().max(255).optional(),
});
export type MapQuery = z.output<typeof mapQuery>;
