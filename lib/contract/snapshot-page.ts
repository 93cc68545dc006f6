import { z } from 'zod';
import type { DrillState } from './drill-state.ts';
import type { LastKnown } from './last-known.ts';
import type { PinnedBackup } from './pinned.ts';
import type { PlannedRequest } from './plan.ts';

/** Any name that a path can have: a cluster may have names that Restore Desk would not give. */
const nameInPath = z.string().min(1).max(255);

/** The parameters of a route about one snapshot. */
export const snapshotAddress = z.object({ cluster: z.string(), repository: nameInPath, snapshot: nameInPath });

/** One index of a snapshot. */
export interface SnapshotIndexRow {
  index: string;
  /** When it was taken; null: neither its job nor its metadata says. */
  aliases: string[] | null;
  /** What its job proved: exactly so many documents, or between two numbers; null: unknown. */
  documents: { from: number; to: number } | null;
  proof: 'exact' | 'bracketed' | null;
  /** Why it is not exact; null: it is, or nothing is known. */
  why: string | null;
  hasDigest: boolean;
  shards: number | null;
  bytes: number | null;
  /** Shards that are missing: it can't be restored whole. */
  missing: number;
  /** The last drill of it; null: none is known. */
  drill: DrillState | null;
  /** Why it can't be restored, as a sentence; null: it can, as far as is known. */
  blocked: string | null;
}

export interface SnapshotPage {
  /** When the cluster was asked. */
  readAt: string;
  /** The cluster did not answer; what is shown is older. */
  lastKnown?: LastKnown;
  repository: string;
  name: string;
  uuid: string;
  /** In the server's word. */
  state: string;
  readOnly: boolean;
  /** False: another cluster may have taken it. */
  ofThisCluster: boolean;
  startedAt: string | null;
  endedAt: string | null;
  seconds: number | null;
  /** "Restore Desk 0.2.0", or the policy that took it; null: it does not say. */
  tool: string | null;
  by: string | null;
  why: string | null;
  /** The job of this installation that took it. */
  job: string | null;
  version: string | null;
  /** Whether this cluster can read it, with the sentence that says so. */
  readable: { state: 'readable' | 'too-new' | 'too-old' | 'unknown'; sentence: string };
  proof: 'exact' | 'bracketed' | null;
  /** What it holds, and what it added to the repository; null: unknown. */
  bytes: number | null;
  addedBytes: number | null;
  shards: { total: number; failed: number } | null;
  /** Why it failed as a whole. */
  reason: string | null;
  /** The first shards that are missing, each with the server's reason. */
  failures: { index: string; shard: number; reason: string }[];
  moreFailures: number;
  /** Left out when it was planned, with the reason. */
  skipped: { index: string; message: string }[];
  includesGlobalState: boolean | null;
  /** null: it is not pinned, or that is unknown. */
  pinned: PinnedBackup | null;
  indices: SnapshotIndexRow[];
  moreIndices: number;
  requests: PlannedRequest[];
}
