import { z } from 'zod';
import { ENDED_BY, INCIDENT_KINDS, SEVERITIES, type IncidentKind } from './incident-kinds.ts';
import { JOB_STATUSES } from './job.ts';

export { INCIDENT_KINDS, SEVERITIES, type IncidentKind, type Severity } from './incident-kinds.ts';

export const severity = z.enum(SEVERITIES);

const name = z.string();
const names = z.array(z.string()).max(10).describe('the first ten');
const count = z.number().int().min(0);

/** What was found, by kind: enough for its sentences (lib/incidents/words.ts). `subject` of an incident is beside each. */
export const incidentFacts = z.discriminatedUnion('kind', [
  /** Subject: the alias. `lowest`: of the documents while it lasted; `now` null: unknown. */
  z.object({
    kind: z.literal('documents-lost'),
    before: count,
    now: count.nullable(),
    lowest: count,
    /** It points to other indices since then; false: documents were deleted. */
    moved: z.boolean(),
  }),
  /** Subject: the alias, which no index has any more. `indices`: those that it pointed to. */
  z.object({ kind: z.literal('alias-missing'), indices: names, documents: count.nullable(), nameIsIndex: z.boolean() }),
  /** Subject: the alias, which points elsewhere, and not by a job of this Restore Desk. */
  z.object({
    kind: z.literal('alias-moved'),
    from: names,
    to: names,
    documents: z.object({ before: count.nullable(), after: count.nullable() }),
  }),
  /** Subject: the alias, of whose indices some are red or closed. */
  z.object({ kind: z.literal('alias-unsearchable'), red: count, closed: count, of: count, indices: names }),
  /** Subject: '', as of the next two. */
  z.object({ kind: z.literal('cluster-red'), indices: names, red: count, unassignedShards: count.nullable() }),
  z.object({ kind: z.literal('cluster-yellow'), unassignedShards: count.nullable() }),
  /** `refused`: it answers, but its health or its indices can’t be read. */
  z.object({ kind: z.literal('cluster-silent'), message: z.string(), refused: z.boolean().optional() }),
  /** Subject: the node's name. */
  z.object({
    kind: z.literal('disk'),
    watermark: z.enum(['low', 'high', 'flood-stage']),
    usedPercent: z.number(),
    freeBytes: count.nullable(),
  }),
  /** Subject: the alias. `expected`: when its schedule should have backed it up. */
  z.object({
    kind: z.literal('backup-overdue'),
    lastGood: z.iso.datetime().nullable(),
    expected: z.object({ at: z.iso.datetime(), schedule: name }).nullable(),
  }),
  /** Subject: the schedule's name. */
  z.object({
    kind: z.literal('schedule'),
    state: z.enum(['failed', 'partial', 'missed', 'overdue']),
    due: z.iso.datetime(),
    why: z.string().nullable(),
    jobs: z.array(z.string()).max(10),
  }),
  /** Subject: the job's kind and what it works on, so that a later good job of the same ends it. */
  z.object({
    kind: z.literal('job'),
    job: z.string(),
    title: z.string(),
    /** `succeeded`: it is partial. */
    status: z.enum(JOB_STATUSES),
    message: z.string().nullable(),
  }),
  /** Subject: the job's id. It is queued, or waits for the cluster, since `since`. */
  z.object({
    kind: z.literal('job-waiting'),
    job: z.string(),
    title: z.string(),
    since: z.iso.datetime(),
    /** Continues "It has waited since …": "for the cluster’s answer to …". null: not known. */
    why: z.string().nullable(),
  }),
  /** Subject: the alias. */
  z.object({ kind: z.literal('drill'), job: z.string(), problem: z.string() }),
]);
export type IncidentFacts = z.infer<typeof incidentFacts>;
export type FactsOf<Kind extends IncidentKind> = Extract<IncidentFacts, { kind: Kind }>;

/** An instant that was observed: it happened after `after` and not later than `at`. `after` null, or equal: exactly then. */
export const observedTime = z.object({ at: z.iso.datetime(), after: z.iso.datetime().nullable() });
export type ObservedTime = z.infer<typeof observedTime>;

export const incident = z.object({
  id: z.string(),
  cluster: z.string(),
  subject: z.string(),
  severity,
  facts: incidentFacts,
  began: observedTime,
  /** When Restore Desk noticed it: later than `began.at` where that was read from what was saved before. */
  noticedAt: z.iso.datetime(),
  /** null: it is open. */
  ended: observedTime.nullable(),
  /** null: it is open. */
  endedBy: z.enum(ENDED_BY).nullable(),
  acknowledged: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
  /** `overAt`: when it was first seen to be over, after it was closed. Absent: it may last. */
  closed: z
    .object({
      by: z.string(),
      at: z.iso.datetime(),
      note: z.string().nullable(),
      overAt: z.iso.datetime().optional(),
    })
    .nullable(),
});
export type Incident = z.infer<typeof incident>;

export const incidentComment = z.object({ id: z.string(), by: z.string(), at: z.iso.datetime(), text: z.string() });
export type IncidentComment = z.infer<typeof incidentComment>;

/** No message begins meanwhile; what is still wrong at its end is reported then. */
export const mute = z.object({
  id: z.string(),
  cluster: z.string(),
  /** null: of all aliases, and what is of none. */
  alias: z.string().nullable(),
  /** null: all kinds. */
  kind: z.enum(INCIDENT_KINDS).nullable(),
  reason: z.string(),
  by: z.string(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  /** A person ended it early. */
  ended: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
});
export type Mute = z.infer<typeof mute>;
