import { z } from 'zod';
import { planBase } from '../../contract/plan.ts';

/** ISO 8601 in UTC, to the nanosecond where it matters. */
const time = z.iso.datetime();
const timeOrNull = time.nullable();
const countNumber = z.number().int().min(0);

/** Where requests are sent. */
const target = z.object({
  /** Its name in the configuration; null: an address of the command line. */
  name: z.string().nullable(),
  /** Without credentials. */
  url: z.string(),
  /** A path on it that tells how much is left in its queue; null: it can't be asked. */
  queueStatus: z.string().nullable(),
});

/** The index that the requests are replayed into; its alias is on it. */
const restored = z.object({
  alias: z.string(),
  index: z.string(),
  uuid: z.string(),
  documents: z.number().nullable(),
  /** The job that restored it; null: not known. */
  job: z.string().nullable(),
});

/** What becomes of every captured record: each is in exactly one. */
export const recordCounts = z.object({
  records: countNumber,
  send: countNumber,
  before: countNumber,
  after: countNumber,
  filtered: countNumber,
  reads: countNumber,
  administration: countNumber,
  /** Answered 400 to 499 then. */
  refused: countNumber,
  /** They name an index that is the way back. */
  oldIndex: countNumber,
  /** Sent by a replay. */
  own: countNumber,
  doubles: countNumber,
  answers: countNumber,
  cut: countNumber,
  malformed: countNumber,
});
export type RecordCounts = z.infer<typeof recordCounts>;

const captureFile = z.object({
  path: z.string(),
  server: z.string(),
  bytes: countNumber,
  unpackedBytes: countNumber,
  records: countNumber,
  firstAt: timeOrNull,
  lastAt: timeOrNull,
  broken: countNumber,
  /** Of its first and last bytes: a run refuses a file that has changed. */
  fingerprint: z.string(),
});
export type PlannedFile = z.infer<typeof captureFile>;

const writeGroup = z.object({
  pattern: z.string(),
  index: z.string(),
  requests: countNumber,
  documents: countNumber,
  deletes: countNumber,
});

const excluded = z.object({
  method: z.string(),
  path: z.string(),
  answer: z.number().nullable(),
  requests: countNumber,
});

const gap = z.object({ from: time, to: time, others: countNumber });
const serverCoverage = z.object({
  server: z.string(),
  firstAt: timeOrNull,
  lastAt: timeOrNull,
  requests: countNumber,
  gaps: z.array(gap),
});

const deletionBurst = z.object({
  from: time,
  to: time,
  /** Documents; null: by a query, how many is not known. */
  deletes: z.number().nullable(),
  /** The last moment before it. */
  before: time,
  /** Whether its deletions are sent. */
  sent: z.boolean(),
});

const timeline = z.object({
  from: time,
  to: time,
  seconds: z.number(),
  bins: z.array(z.object({ send: countNumber, excluded: countNumber, deletes: countNumber })),
});

export const replayChoice = z.object({
  /** A request of this time is sent. */
  from: time,
  /** A request of this time is sent; null: to the end. */
  to: timeOrNull,
  /** Requests per second; null: no limit. */
  rate: z.number().positive().nullable(),
  /** 1: at the spacing of the capture; null: as fast as the target takes them. */
  speed: z.number().positive().nullable(),
  /** Requests at a time. */
  concurrency: z.number().int().min(1),
  onlyPath: z.string().nullable(),
  skipPath: z.string().nullable(),
  mapIndex: z.array(z.object({ from: z.string(), to: z.string() })),
});
export type ReplayChoice = z.infer<typeof replayChoice>;

export const replayPlan = z.object({
  kind: z.literal('replay'),
  ...planBase,
  target,
  /** The configured folder that the files' paths begin in; null: they are of a command line. */
  folder: z.string().nullable(),
  /** Aliases that the target may write to; null: any. */
  aliases: z.array(z.string()).readonly().nullable(),
  restored: restored.nullable(),
  /** Names under which requests are for the restored index; null: all indices are replayed. */
  indices: z.array(z.string()).nullable(),
  choice: replayChoice,
  files: z.array(captureFile),
  counts: recordCounts,
  /** Different documents that are written. */
  documents: countNumber,
  writes: z.array(writeGroup),
  /** Indices that requests name besides the restored one. */
  otherIndices: z.array(z.string()),
  administration: z.array(excluded),
  refused: z.array(excluded),
  oldIndex: z.array(excluded),
  /** The first of them. */
  broken: z.array(
    z.object({ file: countNumber, offset: countNumber, kind: z.enum(['cut', 'malformed']), why: z.string() }),
  ),
  /** Answers whose request the capture lost. */
  lost: countNumber,
  /** Writes of one document by two servers within a second. */
  closeWrites: countNumber,
  coverage: z.object({ servers: z.array(serverCoverage), quiet: z.array(z.object({ from: time, to: time })) }),
  bursts: z.array(deletionBurst),
  /** Where it can end, if that has to be chosen; by time, the end of the files (`to` null) last. */
  ends: z.array(
    z.object({
      to: timeOrNull,
      /** Requests that are then sent. */
      send: countNumber,
      /** Before a burst of deletions; when the alias was seen without its documents; when it moved to the restored index. */
      why: z.enum(['deletions', 'loss', 'switch', 'end']),
    }),
  ),
  /** When the alias moved to the restored index; null: not known here. */
  switchedAt: timeOrNull,
  /** Requests to send that were captured after that: the index has them already. */
  afterSwitch: countNumber,
  /** When the alias lost its documents, where Restore Desk watched; null: not known. */
  lostAt: timeOrNull,
  timeline: timeline.nullable(),
  /** Of all files; null: no request. */
  firstAt: timeOrNull,
  lastAt: timeOrNull,
});
export type ReplayPlan = z.infer<typeof replayPlan>;

export const replayWork = z.object({ kind: z.literal('replay'), plan: replayPlan });
export type ReplayWork = z.infer<typeof replayWork>;

const outcomeCounts = z.object({
  done: countNumber,
  asThen: countNumber,
  newer: countNumber,
  failed: countNumber,
  unknown: countNumber,
  held: countNumber,
});

/** What is left of what the target has answered, by its own word. */
const queueState = z.object({
  /** null: it can't be asked, or did not answer. */
  jobs: z.number().nullable(),
  retries: z.number().nullable(),
  scheduled: z.number().nullable(),
  /** Since when it is empty; null: it was not empty when the replay ended. */
  emptySince: timeOrNull,
});
export type QueueState = z.infer<typeof queueState>;

export const replayResult = z.object({
  kind: z.literal('replay'),
  status: z.enum(['done', 'partial']),
  outcomes: outcomeCounts,
  /** Requests that were sent at least once. */
  sent: countNumber,
  /** Requests by the status of their last answer. */
  statuses: z.record(z.string().regex(/^\d{3}$/), countNumber),
  /** null: the target has no queue that can be asked. */
  queue: queueState.nullable(),
  /** Documents of the restored index; null: unknown. */
  documentsBefore: z.number().nullable(),
  documentsAfter: z.number().nullable(),
  /** A file of GoReplay's format in the job's directory with what was not applied; null: everything was. */
  failures: z.object({ file: z.string(), requests: countNumber }).nullable(),
  /** A line of JSON for each request, in the job's directory. */
  results: z.string(),
  seconds: z.number(),
  warnings: z.array(z.string()),
});
export type ReplayResult = z.infer<typeof replayResult>;
