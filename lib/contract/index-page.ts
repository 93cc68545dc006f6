import { z } from 'zod';
import { aliasFlag } from './alias-map.ts';
import { backupRow, knownDocuments, snapshotRow } from './backups-page.ts';
import { indexSummary } from './indices.ts';
import { failure } from './job.ts';
import { jobRow } from './jobs-page.ts';
import { lastKnown } from './last-known.ts';
import { clusterKey } from './names.ts';
import { clusterChange } from './overview.ts';

/** Any name: what is no index is a page that says so. */
export const indexAddress = z.object({ cluster: clusterKey, name: z.string().min(1).max(255) });

/** Of the field list: a part of their paths, types or analyzers. */
export const fieldsQuery = z.object({ find: z.string().max(255).default('') });

/** `unknown`: a state that this version does not know. */
export const shardState = z.enum(['started', 'relocating', 'starting', 'unassigned', 'unknown']);
export type ShardState = z.infer<typeof shardState>;

/** One copy of a shard. */
export const shardCopy = z.object({
  /** From 0. */
  shard: z.number(),
  primary: z.boolean(),
  state: shardState,
  /** null: on no node. */
  node: z.string().nullable(),
  /** The node that it moves to. */
  to: z.string().nullable(),
  bytes: z.number().nullable(),
  /** Of an unassigned copy: the server's word for its cause (NODE_LEFT), and since when. */
  why: z.string().nullable(),
  since: z.iso.datetime().nullable(),
});
export type ShardCopy = z.infer<typeof shardCopy>;

/** A part of the page that can fail by itself: the others are shown all the same. */
const partOf = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('known', [
    z.object({ known: z.literal(true), value }),
    z.object({ known: z.literal(false), failure }),
  ]);

/** The first copies, and how many there are of each. */
export const indexShards = z.object({
  copies: z.array(shardCopy),
  total: z.number(),
  assigned: z.number(),
  /** Nodes that can hold data and hold none of it; empty where they are not known. */
  emptyNodes: z.array(z.string()),
});
export type IndexShards = z.infer<typeof indexShards>;

/** Why an index is not green, as a sentence; null: it is green. */
export const indexHealthReason = z.object({ sentence: z.string().nullable() });

const pageAlias = z.object({
  alias: z.string(),
  /** A query as JSON text, its numbers as the server sent them; the first of a long one. null: none. */
  filter: z.string().nullable(),
  indexRouting: z.string().nullable(),
  searchRouting: z.string().nullable(),
  /** null: not set. */
  write: z.boolean().nullable(),
  hidden: z.boolean(),
  /** With a filter or a routing: the documents that a search through it finds; null: unknown. Absent: all of them. */
  shown: z.number().nullable().optional(),
});
export type PageAlias = z.infer<typeof pageAlias>;

/** The role of an index that exists. */
export const indexRole = z.object({
  index: indexSummary.omit({ aliases: true, narrowed: true }),
  aliases: z.array(pageAlias),
  /** False: a dot-index, which no list shows. */
  listed: z.boolean(),
  /** The alias that it is listed under; null: none. */
  group: z.string().nullable(),
  /** At least one alias points to it. */
  live: z.boolean(),
  /** The documents that the alias of its group has lost; null: none, or unknown. */
  loss: aliasFlag.nullable(),
  /** The job that created it; null: none of ours, or unknown. */
  createdBy: z.string().nullable(),
  /** Why it is unknown which job created it, without a capital; absent: it is known. */
  creatorUnknown: z.string().optional(),
});

export const indexDeletion = z.object({
  job: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
});

export const indexStanding = z.discriminatedUnion('state', [
  z.object({ state: z.literal('exists'), ...indexRole.shape }),
  /** `deletion`: by a job of ours; null: by someone else, or it never existed. `known`: something here names it. */
  z.object({
    state: z.literal('missing'),
    deletion: indexDeletion.nullable(),
    known: z.boolean(),
    /** It has more jobs than were searched for its deletion. Absent: false. */
    olderNotSearched: z.boolean().optional(),
  }),
  z.object({ state: z.literal('alias'), indices: z.array(z.string()) }),
  /** The cluster has not answered since the start. */
  z.object({ state: z.literal('unknown'), failure }),
]);
export type IndexStanding = z.infer<typeof indexStanding>;

/** Documents that went missing from one observation to the next. */
export const seenLoss = z.object({ after: z.iso.datetime(), at: z.iso.datetime(), from: z.number(), to: z.number() });

/** `earlier`: about an index of the same name that was deleted. */
const indexJob = z.object({ row: jobRow, earlier: z.boolean() });

export const heldBackup = z.object({
  row: z.discriminatedUnion('kind', [backupRow, snapshotRow]),
  /** Of this index in it; null: unknown. */
  documents: knownDocuments.nullable(),
  /** It is of another index of the same name; null: the backup does not say. */
  other: z.boolean().nullable(),
});
export type HeldBackup = z.infer<typeof heldBackup>;

export const indexPage = z.object({
  name: z.string(),
  takenAt: z.iso.datetime(),
  standing: indexStanding,
  /** Absent: it is not asked for, because there is no such index. */
  shards: partOf(indexShards).optional(),
  health: partOf(indexHealthReason).optional(),
  /** null: the jobs' database can't be used. */
  jobs: z.array(indexJob).nullable(),
  moreJobs: z.boolean(),
  changes: z.array(clusterChange),
  losses: z.array(seenLoss),
  backups: z.object({
    rows: z.array(heldBackup),
    matching: z.number(),
    /** What is not listed yet, or can't be: one sentence each. */
    problems: z.array(z.string()),
    reading: z.boolean(),
    /** The newest complete zip file of this index, or else (`own` false) of its alias; null: there is none. */
    restorable: z.object({ id: z.string(), own: z.boolean() }).nullable(),
  }),
  /** The last 24 hours, in the form of the overview's charts; null: never observed as the only index of an alias. */
  history: z
    .object({
      alias: z.string(),
      watched: z.array(z.tuple([z.number(), z.number()])),
      changes: z.array(z.tuple([z.number(), z.number(), z.number().nullable()])),
    })
    .nullable(),
  /** The cluster does not answer: what is said of the index is old. */
  lastKnown: lastKnown.optional(),
});
export type IndexPage = z.infer<typeof indexPage>;

/** JSON of the server, indented; `cut`: only its beginning. */
const jsonText = z.object({ text: z.string(), cut: z.boolean() });

export const indexDefinition = z.object({
  takenAt: z.iso.datetime(),
  settings: jsonText,
  mappings: jsonText,
  settingCount: z.number(),
  /** null: too large to be read field by field. */
  fieldCount: z.number().nullable(),
  /** The newest complete zip file of this index, and what of it differs; null: there is none, or it can't be compared. */
  compared: z
    .object({
      backup: z.string(),
      takenAt: z.iso.datetime().nullable(),
      settings: z.number(),
      mappings: z.number(),
    })
    .nullable(),
});
export type IndexDefinition = z.infer<typeof indexDefinition>;

export const indexField = z.object({ path: z.string(), type: z.string(), analyzer: z.string().nullable() });
export type IndexField = z.infer<typeof indexField>;

export const indexFields = z.object({
  /** The first that match. */
  fields: z.array(indexField),
  matching: z.number(),
  total: z.number(),
});
export type IndexFields = z.infer<typeof indexFields>;
