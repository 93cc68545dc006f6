import type { ConfiguredCluster } from '../config.ts';
import type { JobApproval, JobDetail, JobLogPage } from '../contract/job-page.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { Job, JobSummary } from '../contract/job.ts';
import { AppError } from '../errors.ts';
import { jobs, runner } from '../jobs/jobs.ts';
import { openOfJob } from '../jobs/store/find-incidents.ts';
import { HIDDEN_CLUSTER } from '../kinds/copied-source.ts';
import { isJobOf } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';
import { retryRejected } from '../kinds/retry-rejected/describe.ts';
import { readsOf } from '../live/cluster-reads.ts';
import { movedAt } from '../present/alias-status.ts';
import { followUpLines } from '../kinds/carry-forward/follow-up-lines.ts';
import { aliasOf, jobDetailOf } from '../present/job-detail.ts';
import { jobFor, logTextsFor, type Viewer } from './job-for.ts';
import { knownUpToDate } from './known-up-to-date.ts';
import { lastSwitchOf } from './last-switch.ts';
import { rowOfSummary } from './load-jobs.ts';
import { blockedByOtherSides } from './other-sides.ts';
import { rejectedFileOf } from './rejected-file.ts';
import { restoredBy } from './restored-index.ts';

/** Throws AppError not_found, also for a job of another cluster: a user of this one may have no role there. */
export function jobOn(cluster: ConfiguredCluster, id: string): Job {
  const job = jobs.get(id);
  if (job === null || job.cluster !== cluster.key)
    throw new AppError('not_found', `There is no job ${id.slice(0, 20)} on ${cluster.name}.`, {
      hint: 'Find it in the list of jobs.',
    });
  return job;
}

/** `viewer`: who reads it; null: not known. A cluster on which they have no role is not named. Throws AppError not_found. */
export async function loadJob(cluster: ConfiguredCluster, id: string, viewer: Viewer = null): Promise<JobDetail> {
  const stored = jobOn(cluster, id);
  const job = jobFor(viewer, stored);
  const target = aliasOf(job);
  const followedBy = followersOf(cluster, id);
  const lastSwitch = target === null ? null : lastSwitchOf(target);
  const detail = jobDetailOf(job, {
    cluster: { ...cluster, backups: cluster.backupSource, protected: cluster.protected },
    listing:
      target === null || job.status !== 'succeeded' ? null : await listingSince(cluster, movedAt(job, lastSwitch)),
    known: (other) => readsOf(other ?? cluster.key).indices.reading().value,
    documentsBlocked: await documentsBlocked(viewer, stored),
    brokenGlass: jobs.breakGlassUses({ job: id }),
    approval: approvalOf(id),
    followedBy: followedBy.map((summary) => rowOfSummary(summary, viewer)),
    rejected: (await rejectedFileOf(job))?.total ?? 0,
    retried: retriedBy(followedBy),
    lastSwitch,
    ...afterRestore(cluster, job),
    ...(job.status === 'running' ? { controls: runner().store.controls(id) } : {}),
    logLines: jobs.log(id, -1, 1).last,
    takenAt: new Date().toISOString(),
  });
  return {
    ...detail,
    restore: withoutHiddenKey(detail.restore),
    schedule: scheduleOf(id),
    incident: openOfJob(runner().store, cluster.key, id),
  };
}

function withoutHiddenKey(restore: JobDetail['restore']): JobDetail['restore'] {
  if (restore === null || restore.copied?.from !== HIDDEN_CLUSTER) return restore;
  return { ...restore, copied: { ...restore.copied, from: null } };
}

/** Asked of the stored work: a person's own has no keys of clusters without a role. */
async function documentsBlocked(viewer: Viewer, { work }: Job): Promise<string | null> {
  const sides = kinds.of(work).comparedSides(work);
  return sides && blockedByOtherSides(viewer, sides);
}

function scheduleOf(job: string): JobDetail['schedule'] {
  const schedule = jobs.scheduleOfJob(job);
  return schedule && { name: schedule.name, removed: schedule.removed, at: new Date(schedule.dueAt).toISOString() };
}

/** What followed a restore; nothing before the alias points to what was restored. */
function afterRestore(cluster: ConfiguredCluster, job: Job): { followUp?: string[]; closed?: JobDetail['closed'] } {
  const restored = restoredBy(job);
  if (restored === null || restored.switchedAt === null) return {};
  const known = knownUpToDate(cluster, restored);
  // What was written on this cluster is no part of another one's documents.
  if (kinds.of(job.work).copiedFrom(job.work) !== null) return { closed: known.closed };
  return { followUp: followUpLines(known), closed: known.closed };
}

function approvalOf(job: string): JobApproval | null {
  const approval = jobs.approvalOf(job);
  if (approval === null) return null;
  const { approvedAt, approvedBy, fingerprint, id, requestedBy } = approval;
  return { approvedAt, approvedBy, fingerprint, id, requestedBy };
}

function retriedBy(followers: readonly JobSummary[]): JobDetail['retried'] {
  const newest = followers.findLast(({ kind, status }) => kind === retryRejected.kind && status === 'succeeded');
  const retry = newest === undefined ? null : jobs.get(newest.id);
  return retry !== null && isJobOf(retryRejected, retry) && retry.status === 'succeeded'
    ? { job: retry.id, rejected: retry.result.rejected }
    : null;
}

const LISTING_MAX_AGE_MS = 5_000;
const LISTING_WAIT_MS = 1_000;

/**
 * The cluster's indices as read after that moment and in the last seconds, where they come in time; else the last ones.
 * null: none yet.
 */
async function listingSince(cluster: ConfiguredCluster, moment: string): Promise<ClusterIndices | null> {
  const { indices } = readsOf(cluster.key);
  const { value } = await indices.readOrLast({ maxAgeMs: LISTING_MAX_AGE_MS, waitMs: LISTING_WAIT_MS });
  if (value !== null && value.takenAt > moment) return value;
  return (await indices.readOrLast({ maxAgeMs: 0, waitMs: LISTING_WAIT_MS })).value;
}

/**
 * Later jobs that are searched for followers, by id: undo and resume come soon after, and each poll pays for the
 * search.
 */
const MAX_FOLLOWER_DISTANCE = 500;

/** The jobs that resume, retry or undo this one, and those that follow them; oldest first. */
export const followersOf = (cluster: ConfiguredCluster, id: string): JobSummary[] =>
  chainOf(
    id,
    jobs.summaries({
      cluster: cluster.key,
      before: String(Number(id) + 1 + MAX_FOLLOWER_DISTANCE),
      limit: MAX_FOLLOWER_DISTANCE,
    }),
  );

function chainOf(id: string, candidates: readonly JobSummary[]): JobSummary[] {
  const chain = new Set([id]);
  const found: JobSummary[] = [];
  for (const candidate of [...candidates].sort((a, b) => Number(a.id) - Number(b.id))) {
    if (candidate.follows === null || !chain.has(candidate.follows)) continue;
    chain.add(candidate.id);
    found.push(candidate);
  }
  return found;
}

const LINES_PER_PAGE = 200;

/** One page of a job's log: the lines before a number, or the newest. */
export function loadJobLog(
  cluster: ConfiguredCluster,
  id: string,
  before: number | undefined,
  viewer: Viewer = null,
): JobLogPage {
  const textFor = logTextsFor(viewer, jobOn(cluster, id));
  const page =
    before === undefined
      ? jobs.log(id, -LINES_PER_PAGE, LINES_PER_PAGE)
      : jobs.log(id, Math.max(1, before - LINES_PER_PAGE), Math.min(LINES_PER_PAGE, before - 1));
  return {
    lines: page.lines.map(({ seq, at, text }) => ({ seq, at, text: textFor(text) })),
    first: page.last === 0 ? 0 : 1,
    last: page.last,
  };
}
