import { z } from 'zod';
import { healthStatus } from './cluster.ts';
import { CONCERNS } from './concerns.ts';
import { severity } from './incident.ts';

const concern = z.enum(CONCERNS);

/** How many of something, and the first names of them. Long names are cut and end with "…". */
const named = z.object({ count: z.number(), names: z.array(z.string()) });
export type Named = z.infer<typeof named>;

export const standingHealth = z.discriminatedUnion('state', [
  z.object({
    state: healthStatus,
    /** Since when it is observed to be so; null: it was so when the observation began. */
    since: z.iso.datetime().nullable(),
    /** Of the last answer. */
    takenAt: z.iso.datetime(),
    /** Why it is not green; null: it is. */
    reason: z.string().nullable(),
    disk: z.object({ text: z.string(), level: z.enum(['ok', 'warn', 'bad', 'unknown']) }),
  }),
  z.object({
    state: z.literal('silent'),
    /** It answers, and refuses to say how it is. */
    refused: z.boolean(),
    since: z.iso.datetime(),
    /** What the last attempt said; null: it hangs. */
    message: z.string().nullable(),
    /** The last answer; null: none since Restore Desk started. */
    last: z.object({ status: healthStatus, takenAt: z.iso.datetime() }).nullable(),
  }),
  /** It lists its indices, but its health can’t be read. */
  z.object({ state: z.literal('unreadable'), message: z.string() }),
  /** The first answer since Restore Desk started is still being waited for. */
  z.object({ state: z.literal('waiting') }),
]);
export type StandingHealth = z.infer<typeof standingHealth>;

const worstIncident = z.object({
  id: z.string(),
  title: z.string(),
  severity,
  began: z.iso.datetime(),
  /** By whom; null: not acknowledged. */
  acknowledgedBy: z.string().nullable(),
});

const standingDrill = z.object({
  job: z.string(),
  at: z.iso.datetime(),
  /** `unproven`: the backup was restored, and there was nothing to compare it with. */
  outcome: z.enum(['passed', 'failed', 'unproven']),
  alias: z.string().nullable(),
});

const standingJobs = z.object({
  running: z.number(),
  queued: z.number(),
  /** Those of the running ones in which nothing moves. */
  waiting: z.number(),
  /** The newest that runs, else the newest in the queue; null: none. */
  first: z.object({ id: z.string(), title: z.string() }).nullable(),
});

/** The plans that wait for a second person, as one person sees them. */
export const standingApprovals = z.object({
  /** Of others, which wait. */
  others: z.number(),
  /** Their own, which wait, or are approved. */
  waiting: z.number(),
  approved: z.number(),
});
export type StandingApprovals = z.infer<typeof standingApprovals>;

/** How one cluster is, without asking it. null: unknown, except where it says otherwise. */
export const clusterStanding = z.object({
  key: z.string(),
  name: z.string(),
  environment: z.string(),
  colour: z.enum(['violet', 'teal', 'pink', 'slate']),
  readOnly: z.boolean(),
  protected: z.boolean(),
  verificationOff: z.boolean(),
  /** Of this person. Absent: there is no sign-in. */
  role: z.string().optional(),
  concern,
  health: standingHealth,
  /** null: the jobs' database can't be read. */
  incidents: z
    .object({
      open: z.number(),
      critical: z.number(),
      unacknowledged: z.number(),
      /** null: none is open. */
      worst: worstIncident.nullable(),
    })
    .nullable(),
  aliases: z.object({
    /** How many there are. */
    all: z.number().nullable(),
    /** Those that lost documents, are missing or can't be searched. null: some may be, and none is known. */
    troubled: named.nullable(),
    /** null: some may be, and none is known. */
    overdue: named.nullable(),
  }),
  /** null: the jobs' database can't be read. `never`: no drill has ended. */
  drill: z.union([standingDrill, z.literal('never')]).nullable(),
  /** null: the jobs' database can't be read. */
  jobs: standingJobs.nullable(),
  /** Absent: none waits. */
  approvals: standingApprovals.optional(),
});
export type ClusterStanding = z.infer<typeof clusterStanding>;

export const clustersPage = z.object({
  takenAt: z.iso.datetime(),
  /** Those on which the person has a role, the worst first. */
  clusters: z.array(clusterStanding),
  /** Why incidents, drills and jobs are unknown. Absent: they are known. */
  problem: z.string().optional(),
});
export type ClustersPage = z.infer<typeof clustersPage>;
