import { z } from 'zod';
import { healthStatus } from './cluster.ts';

/** An alias on one index, with its properties. */
export const aliasMembership = z.object({
  alias: z.string(),
  filter: z.unknown().optional().describe('a query, as the server gives it'),
  indexRouting: z.string().optional(),
  searchRouting: z.string().optional(),
  isWriteIndex: z.boolean().optional(),
  isHidden: z.boolean().optional(),
});
export type AliasMembership = z.infer<typeof aliasMembership>;

export const indexSummary = z.object({
  name: z.string(),
  uuid: z.string(),
  state: z.enum(['open', 'closed']),
  health: healthStatus.nullable().describe('null: the server does not report it (closed on old versions)'),
  /** Live top-level documents; null: unknown (closed, red), which is not zero. */
  documents: z.number().nullable(),
  /** On disk, primaries only, and with replicas. */
  primaryBytes: z.number().nullable(),
  storeBytes: z.number().nullable(),
  shards: z.number(),
  replicas: z.number(),
  createdAt: z.iso.datetime().nullable(),
  aliases: z.array(aliasMembership),
  /**
   * Of each alias with a filter or a search routing: the documents that a search through it finds; null: unknown.
   * Absent: there is no such alias.
   */
  narrowed: z.array(z.object({ alias: z.string(), documents: z.number().nullable() })).optional(),
  /** Index blocks that are on, without the prefix: write, read_only, read_only_allow_delete, metadata, read. */
  blocks: z.array(z.string()),
  hidden: z.boolean(),
  /**
   * A restore started to fill it and has not finished (lib/contract/loading-alias.ts). `aliases` omits its loading
   * alias.
   */
  loading: z.boolean(),
  /** A Restore Desk was adding documents to it, maybe still; `aliases` omits that alias too. Absent: false. */
  adding: z.boolean().optional(),
  /** Its refresh_interval is -1: new documents are not found by searches. Absent: false. */
  neverRefreshed: z.boolean().optional(),
});
export type IndexSummary = z.infer<typeof indexSummary>;

/**
 * The indices of a cluster at one moment, by name, without dot-indices; `onDotIndices`: aliases without a dot that
 * point to one.
 */
export const clusterIndices = z.object({
  takenAt: z.iso.datetime(),
  indices: z.array(indexSummary),
  onDotIndices: z.array(z.object({ alias: z.string(), index: z.string() })).optional(),
});
export type ClusterIndices = z.infer<typeof clusterIndices>;
