import type { BackupRef } from '../contract/backup-ref.ts';
import type { Job, JobResult, JobWork } from '../contract/job.ts';
import type { Check, Plan } from '../contract/plan.ts';
import type { PlanReview } from '../contract/reviews.ts';
import { kinds } from './kinds.ts';
import { isBackupLock } from './locks.ts';
import type { RestoreSnapshotPlan } from './restore-snapshot/schema.ts';
import type { RestorePlan, RestoreResult } from './restore/schema.ts';

/**
 * A restore can copy a backup of another cluster. A person without a role on that cluster reads what is here: without its key, its names,
 * its uuid and the place of its backups. What is stored does not change. Pure.
 */

/** Stands for the key of the cluster, and for the place of its backups. */
export const HIDDEN_CLUSTER = 'another cluster';

const REASON_LEFT_OUT = 'The reason may name another cluster, and is left out.';

/** Of failures to read the backup: they name its file, its bucket, or where that is. */
const MAY_NAME_SOURCE: ReadonlySet<string> = new Set(['defect', 'disk', 'not_found', 'unsupported']);

/** The plan of a copy. */
export function planWithoutSource<P extends Plan>(plan: P): P {
  const of = plan.kind === 'restore-snapshot' ? ofSnapshot(plan) : ofBackup(plan);
  return { ...plan, ...checksWithoutSource(plan), ...of, from: HIDDEN_CLUSTER };
}

function ofSnapshot(plan: Plan): Pick<RestoreSnapshotPlan, 'snapshot'> {
  const { snapshot } = plan as RestoreSnapshotPlan;
  return { snapshot: { ...snapshot, clusterUuid: null } };
}

function ofBackup(plan: Plan): Pick<RestorePlan, 'backup'> {
  const { backup } = plan as RestorePlan;
  return { backup: { ...backup, ref: hiddenRef(backup.ref), clusterUuid: null } };
}

/** It has the name of the backup, and is in no directory and no bucket. */
const hiddenRef = ({ id }: BackupRef): BackupRef => ({ source: HIDDEN_CLUSTER, id });

/** What a second person reads of a copy, or a plan of one. */
export const checksWithoutSource = <C extends Pick<PlanReview, 'checks'>>(checked: C): C => ({
  ...checked,
  checks: checked.checks.map(withoutSource),
});

const withoutSource = (check: Check): Check =>
  check.id === 'source-cluster'
    ? {
        ...check,
        title: 'It was chosen from another cluster',
        detail: 'You have no role on that cluster, so it is not named here.',
      }
    : check;

type Failure = Extract<Job, { status: 'failed' }>['failure'];

/** Of a copy, or of the attempt to plan one. */
export const failureWithoutSource = (failure: Failure): Failure =>
  MAY_NAME_SOURCE.has(failure.code) ? failureWithoutReason(failure) : failure;

/** Of what names another cluster in itself, or by its rules. */
export const failureWithoutReason = ({ code }: Failure): Failure => ({ code, message: REASON_LEFT_OUT });

/** What everybody may read instead of why a copy failed; null: the reason itself, and of every other job. */
export const reasonForAll = (job: Job): string | null =>
  job.status === 'failed' && kinds.of(job.work).copiedFrom(job.work) !== null && MAY_NAME_SOURCE.has(job.failure.code)
    ? REASON_LEFT_OUT
    : null;

/** Lines of the log of a copy: the last one of a failed job is why. */
export const lineWithoutSource = (job: Job, line: string): string =>
  reasonForAll(job) !== null && job.status === 'failed' && line.startsWith(job.failure.message)
    ? REASON_LEFT_OUT
    : line;

/** A job that copies. */
export function jobWithoutSource<J extends Job>(job: J): J {
  return {
    ...job,
    subjects: subjectsWithoutSource(job.subjects),
    work: workWithoutSource(job.work),
    ...('result' in job ? { result: resultWithoutSource(job.result) } : {}),
    ...('failure' in job ? { failure: failureWithoutSource(job.failure) } : {}),
  };
}

/** The locks of a copy, without that of the backup. */
export const subjectsWithoutSource = (subjects: readonly string[]): string[] =>
  subjects.filter((subject) => !isBackupLock(subject));

/** `earlier`: of a retry, the result of the run that rejected the documents. */
function workWithoutSource(work: JobWork): JobWork & { plan: Plan } {
  const { earlier, plan } = work as JobWork & { plan: Plan; earlier?: JobResult };
  return {
    ...work,
    plan: planWithoutSource(plan),
    ...(earlier === undefined ? {} : { earlier: resultWithoutSource(earlier) }),
  };
}

/** A snapshot is in a repository of the cluster that is written to. */
function resultWithoutSource(result: JobResult): JobResult {
  if (result.kind !== 'restore') return result;
  const { backup, ...rest } = result as RestoreResult;
  return { ...rest, backup: hiddenRef(backup) } as RestoreResult;
}
