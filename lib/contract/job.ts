import { z } from 'zod';
import { backupPlan, cleanUpPlan, restorePlan, switchPlan } from './plans.ts';
import { progress } from './progress.ts';
import { backupResult, cleanUpResult, restoreResult, switchResult } from './results.ts';
import { verification } from './backup.ts';

export const actor = z.object({
  /** Sign-in name, "command line", or "local" where there is no sign-in. */
  name: z.string(),
  role: z.enum(['viewer', 'operator', 'admin']),
  /** Network address the request came from; null for the command line. */
  address: z.string().nullable(),
});
export type Actor = z.infer<typeof actor>;

export const failure = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** What a job is to do, as data: enough to run it again. */
export const jobWork = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('backup'), plan: backupPlan }),
  z.object({ kind: z.literal('restore'), plan: restorePlan }),
  /** Sends the rejected documents of an earlier restore once more. */
  z.object({ kind: z.literal('retry-rejected'), plan: restorePlan, earlier: restoreResult, of: z.string() }),
  z.object({ kind: z.literal('switch'), plan: switchPlan }),
  z.object({ kind: z.literal('clean-up'), plan: cleanUpPlan }),
  z.object({ kind: z.literal('verify'), id: z.string(), file: z.string() }),
  z.object({ kind: z.literal('delete-backup'), id: z.string(), file: z.string(), fileBytes: z.number() }),
]);
export type JobWork = z.infer<typeof jobWork>;
export type JobKind = JobWork['kind'];

export const jobResult = z.discriminatedUnion('kind', [
  backupResult,
  restoreResult,
  switchResult,
  cleanUpResult,
  z.object({ kind: z.literal('verify'), verification }),
  z.object({ kind: z.literal('delete-backup'), id: z.string(), fileBytes: z.number() }),
]);
export type JobResult = z.infer<typeof jobResult>;

const jobBase = {
  /** Counted from 1, as text: it stands in URLs. */
  id: z.string(),
  cluster: z.string().describe('the key in the configuration'),
  title: z.string().describe('"Restore government from 2018-01-08 03:00 UTC"'),
  actor,
  createdAt: z.iso.datetime(),
  work: jobWork,
  /** Indices and aliases it holds while it is queued or running. */
  subjects: z.array(z.string()),
  /** The job this one resumes, retries or undoes. */
  follows: z.string().nullable(),
};

export const job = z.discriminatedUnion('status', [
  z.object({ ...jobBase, status: z.literal('queued') }),
  z.object({
    ...jobBase,
    status: z.literal('running'),
    startedAt: z.iso.datetime(),
    progress: progress.nullable(),
    cancelRequestedAt: z.iso.datetime().nullable(),
  }),
  z.object({
    ...jobBase,
    status: z.literal('succeeded'),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    result: jobResult,
  }),
  z.object({
    ...jobBase,
    status: z.literal('failed'),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime(),
    failure,
    progress: progress.nullable(),
    resumable: z.boolean(),
  }),
  z.object({
    ...jobBase,
    status: z.literal('cancelled'),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime(),
    progress: progress.nullable(),
    resumable: z.boolean(),
  }),
  z.object({
    ...jobBase,
    status: z.literal('interrupted'),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    why: z.string(),
    progress: progress.nullable(),
    resumable: z.boolean(),
  }),
]);
export type Job = z.infer<typeof job>;
export type JobStatus = Job['status'];

export const jobLogLine = z.object({ seq: z.number(), at: z.iso.datetime(), text: z.string() });
export type JobLogLine = z.infer<typeof jobLogLine>;

/** One line of the list of jobs: everything but the plan and the result, which can be long. */
export const jobSummary = z.object({
  id: z.string(),
  cluster: z.string(),
  kind: z.enum(['backup', 'restore', 'retry-rejected', 'switch', 'clean-up', 'verify', 'delete-backup']),
  title: z.string(),
  actor,
  status: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted']),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  cancelRequestedAt: z.iso.datetime().nullable(),
  progress: progress.nullable(),
  /** Why it did not succeed, as a sentence; null while it may still. */
  problem: z.string().nullable(),
  /** The result is done in part: rejected documents, indices left. */
  partial: z.boolean(),
  resumable: z.boolean(),
  follows: z.string().nullable(),
});
export type JobSummary = z.infer<typeof jobSummary>;
