import type { ConfiguredCluster } from '../config.ts';
import type { JobDetail, JobLogPage } from '../contract/job-page.ts';
import type { JobRow, JobsFilter, JobsPage } from '../contract/jobs-page.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { Job, JobSummary } from '../contract/job.ts';
import { AppError } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { isJobOf } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';
import { retryRejected } from '../kinds/retry-rejected/describe.ts';
import { movedAt, type LastSwitch } from '../present/alias-status.ts';
import { aliasOf, jobDetailOf } from '../present/job-detail.ts';
import { outcomeOf } from '../present/job-row.ts';
import { rejectedOf } from './rejected-file.ts';
import { readsOf } from '../live/cluster-reads.ts';

const ROWS_A_PAGE = 50;
const ACTIVE = ['queued', 'running'] as const;

export function loadJobs(cluster: ConfiguredCluster, filter: JobsFilter): JobsPage {
  const found = jobs.summaries({
    cluster: cluster.key,
    kinds: filter.kind === 'any' ? undefined : [filter.kind],
    statuses: filter.status === 'any' ? undefined : filter.status === 'active' ? ACTIVE : [filter.status],
    text: filter.text,
    before: filter.before,
    limit: ROWS_A_PAGE + 1,
  });
  return {
    takenAt: new Date().toISOString(),
    rows: found.slice(0, ROWS_A_PAGE).map(rowOfSummary),
    more: found.length > ROWS_A_PAGE,
    active: jobs.summaries({ cluster: cluster.key, statuses: ACTIVE, limit: 500 }).length,
    kinds: kinds.all().map(({ kind, label }) => ({ kind, label })),
  };
}

function rowOfSummary(summary: JobSummary): JobRow {
  const { id, title, kind, status, actor, createdAt, startedAt, endedAt, progress, partial, follows } = summary;
  return {
    id,
    title,
    kind,
    label: kinds.of({ kind }).label,
    status,
    actor,
    createdAt,
    startedAt,
    endedAt,
    progress: status === 'running' ? progress : null,
    partial,
    follows,
    outcome: summary.problem ?? knownOutcome(id, status),
  };
}

// An ended job never changes: its sentence is made once, from a result that may be large.
const outcomes = new Map<string, string | null>();
const KEPT_OUTCOMES = 5000;

function knownOutcome(id: string, status: JobSummary['status']): string | null {
  if (status === 'queued' || status === 'running') return null;
  const known = outcomes.get(id);
  if (known !== undefined) return known;
  const job = jobs.get(id);
  const outcome = job === null ? null : outcomeOf(job);
  if (outcomes.size >= KEPT_OUTCOMES) outcomes.clear();
  outcomes.set(id, outcome);
  return outcome;
}

/** Throws AppError not_found, also for a job of another cluster: what is on it is not for everyone who is on this one. */
export function jobOn(cluster: ConfiguredCluster, id: string): Job {
  const job = jobs.get(id);
  if (job === null || job.cluster !== cluster.key)
    throw new AppError('not_found', `There is no job ${id.slice(0, 20)} on ${cluster.name}.`, {
      hint: 'Look for it in the list of jobs.',
    });
  return job;
}

export async function loadJob(cluster: ConfiguredCluster, id: string): Promise<JobDetail> {
  const job = jobOn(cluster, id);
  const about = aliasOf(job);
  const after = followers(cluster, id);
  const lastSwitch = about === null ? null : lastSwitchOf(cluster, about);
  return jobDetailOf(job, {
    cluster: { ...cluster, backups: cluster.backupSource, protected: cluster.protected },
    seen: about === null || job.status !== 'succeeded' ? null : await seenSince(cluster, movedAt(job, lastSwitch)),
    brokenGlass: jobs.breakGlassUses({ job: id }),
    followedBy: after.map(rowOfSummary),
    rejected: (await rejectedOf(job))?.total ?? 0,
    retried: retriedBy(after),
    lastSwitch,
    takenAt: new Date().toISOString(),
  });
}

function lastSwitchOf(
  cluster: ConfiguredCluster,
  { clusterUuid, alias }: { clusterUuid: string; alias: string },
): LastSwitch | null {
  const last = jobs.lastMove(clusterUuid, alias);
  return last === null
    ? null
    : {
        ...last,
        at:
          jobs.summaries({ before: String(Number(last.job) + 1), limit: 1 }).find(({ id }) => id === last.job)
            ?.endedAt ?? null,
      };
}

function retriedBy(after: readonly JobSummary[]): JobDetail['retried'] {
  const newest = after.findLast(({ kind, status }) => kind === retryRejected.kind && status === 'succeeded');
  const retry = newest === undefined ? null : jobs.get(newest.id);
  return retry !== null && isJobOf(retryRejected, retry) && retry.status === 'succeeded'
    ? { job: retry.id, rejected: retry.result.rejected }
    : null;
}

/** Looking is cheap where other pages have looked; just after a move the page waits a little for the first look since. */
const LOOK_EVERY_MS = 5_000;
const LOOK_WITHIN_MS = 1_000;

async function seenSince(cluster: ConfiguredCluster, moment: string): Promise<ClusterIndices | null> {
  const { indices } = readsOf(cluster.key);
  const { value } = indices.peek(LOOK_EVERY_MS);
  if (value !== null && value.takenAt > moment) return value;
  return (await indices.readOrLast({ maxAgeMs: 0, waitMs: LOOK_WITHIN_MS })).value;
}

/** Undo and resume come soon after; looking through everything since would cost each poll. */
const FOLLOWERS_WITHIN = 500;

/** The jobs that took a job up so far. */
export const followers = (cluster: ConfiguredCluster, id: string): JobSummary[] =>
  followersOf(
    id,
    jobs.summaries({
      cluster: cluster.key,
      before: String(Number(id) + 1 + FOLLOWERS_WITHIN),
      limit: FOLLOWERS_WITHIN,
    }),
  );

/** Jobs that follow this one, and those that follow them; oldest first. */
function followersOf(id: string, candidates: readonly JobSummary[]): JobSummary[] {
  const chain = new Set([id]);
  const found: JobSummary[] = [];
  for (const candidate of [...candidates].sort((a, b) => Number(a.id) - Number(b.id))) {
    if (candidate.follows === null || !chain.has(candidate.follows)) continue;
    chain.add(candidate.id);
    found.push(candidate);
  }
  return found;
}

const LINES_A_PAGE = 200;

/** One page of a job's log: the lines before a number, or the newest. */
export function loadJobLog(cluster: ConfiguredCluster, id: string, before: number | undefined): JobLogPage {
  jobOn(cluster, id);
  const page =
    before === undefined
      ? jobs.log(id, -LINES_A_PAGE, LINES_A_PAGE)
      : jobs.log(id, Math.max(1, before - LINES_A_PAGE), Math.min(LINES_A_PAGE, before - 1));
  return {
    lines: page.lines.map(({ seq, at, text }) => ({ seq, at, text })),
    first: page.last === 0 ? 0 : 1,
    last: page.last,
  };
}
