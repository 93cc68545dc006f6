import { z } from 'zod';
import { aliasGroup } from './alias-map.ts';
import { healthStatus } from './cluster.ts';
import { failure } from './job.ts';
import { lastKnown } from './last-known.ts';
import { documentHistory } from './overview.ts';
import type { AliasMove } from './plan.ts';

/**
 * What two listings of the cluster show of one alias: it points to other indices, or has lost documents. It happened
 * after the listing of `after`, and not later than that of `at`.
 */
export interface AliasEvent {
  at: string;
  after: string;
  alias: string;
  /** Names of its indices; empty: there was no such alias. */
  before: string[];
  to: string[];
  documents: { before: number | null; after: number | null };
  /** The job of this Restore Desk that was to change the alias meanwhile; null: none. */
  job: string | null;
}

/** A move of an alias by a job that succeeded. */
export interface RecordedMove {
  job: string;
  title: string;
  /** The name of the person who started it. */
  by: string;
  startedAt: string;
  endedAt: string;
  move: AliasMove;
}

const named = z.array(z.string());

/** One line of an alias's history. */
export const aliasHistoryEntry = z.discriminatedUnion('kind', [
  /** A job of this Restore Desk moved it. */
  z.object({
    kind: z.literal('job'),
    at: z.iso.datetime(),
    job: z.string(),
    title: z.string(),
    by: z.string(),
    before: named,
    to: named,
  }),
  /** It was moved, and no job of this Restore Desk did that, as far as is known. */
  z.object({
    kind: z.literal('other'),
    after: z.iso.datetime(),
    at: z.iso.datetime(),
    before: named,
    to: named,
    documents: z.object({ before: z.number().nullable(), after: z.number().nullable() }).nullable(),
  }),
  /** A job of this Restore Desk was to change it meanwhile: it has not ended, or its outcome is not known. */
  z.object({
    kind: z.literal('during'),
    after: z.iso.datetime(),
    at: z.iso.datetime(),
    job: z.string(),
    before: named,
    to: named,
  }),
  /** It has the same indices, with fewer documents. */
  z.object({
    kind: z.literal('loss'),
    after: z.iso.datetime(),
    at: z.iso.datetime(),
    from: z.number(),
    to: z.number(),
  }),
]);
export type AliasHistoryEntry = z.infer<typeof aliasHistoryEntry>;

/** An index that the alias points to. */
export const aliasPageTarget = z.object({
  index: z.string(),
  uuid: z.string(),
  state: z.enum(['open', 'closed']),
  health: healthStatus.nullable(),
  documents: z.number().nullable(),
  /** Those that the alias shows, where a filter or a search routing may leave some out. */
  shown: z.number().nullable().optional(),
  primaryBytes: z.number().nullable(),
  storeBytes: z.number().nullable(),
  replicas: z.number(),
  createdAt: z.iso.datetime().nullable(),
  indexRouting: z.string().optional(),
  searchRouting: z.string().optional(),
  isWriteIndex: z.boolean().optional(),
  isHidden: z.boolean().optional(),
  /** As JSON text; null: it has one that could not be read exactly. Absent: it has none. */
  filter: z.string().nullable().optional(),
});
export type AliasPageTarget = z.infer<typeof aliasPageTarget>;

export const aliasPage = z.object({
  alias: z.string(),
  takenAt: z.iso.datetime(),
  /** `index`: the name is that of an index; `unknown`: the cluster has not answered since Restore Desk began. */
  state: z.enum(['exists', 'missing', 'index', 'unknown']),
  failure: failure.nullable(),
  /** At most 50. */
  targets: z.array(aliasPageTarget),
  /** With those on dot-indices. */
  targetCount: z.number(),
  /** How many of them are dot-indices, of which nothing else is known. Absent: none. */
  onDotIndices: z.number().optional(),
  /** That it shows; null: unknown. */
  documents: z.number().nullable(),
  storeBytes: z.number().nullable(),
  /** The index that writes through it reach; null: the server refuses them, or (`writesUnknown`) it may. */
  writes: z.string().nullable(),
  /** Not all of its write flags can be read. Absent: false. */
  writesUnknown: z.boolean().optional(),
  /** Its indices by date, and those named like them. null: there are none, or they are not known. */
  group: aliasGroup.nullable(),
  /**
   * Of a missing alias that is known here: what it pointed to, and which of these exist now, by name; null: unknown.
   * Absent: it is not known what it pointed to.
   */
  deleted: z.object({ before: named, existing: named.nullable() }).optional(),
  history: z.object({
    entries: z.array(aliasHistoryEntry).describe('newest first'),
    more: z.boolean(),
    /** Why the jobs are not in it; null: they are. */
    problem: z.string().nullable(),
  }),
  counts: documentHistory,
  /** The cluster does not answer: what is shown of it is old. */
  lastKnown: lastKnown.optional(),
});
export type AliasPage = z.infer<typeof aliasPage>;
