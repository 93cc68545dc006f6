import { idWithin, type BackupRef } from '../contract/backup-ref.ts';
import { directionOf } from '../contract/direction.ts';
import type { BreakGlassUse } from '../contract/break-glass.ts';
import type { ClosedIncident } from '../contract/follow-up.ts';
import type { JobApproval, JobDetail, IndexReference, Resumability } from '../contract/job-page.ts';
import type { JobRow } from '../contract/jobs-page.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { RunControls } from '../contract/run-controls.ts';
import type { Job, JobWork } from '../contract/job.ts';
import { toPlainJson } from '../json/exact.ts';
import { kinds } from '../kinds/kinds.ts';
import { visibleDeep } from '../json/visible-text.ts';
import { aliasStatus, type LastSwitch } from './alias-status.ts';
import { comparedSidesOf, type ListingOf } from './compared-sides.ts';
import { incidentSummary } from './incident-summary.ts';
import { jobRowOf } from './job-row.ts';
import { jobStepsOf } from './job-steps.ts';

interface JobContext {
  /** `backups`: the cluster's source of backups. */
  cluster: { name: string; environment: string; backups: string; protected: boolean };
  followedBy: JobRow[];
  rejected: number;
  retried: JobDetail['retried'];
  brokenGlass: BreakGlassUse[];
  /** The approval that it used. */
  approval?: JobApproval | null;
  /** The last move of the job's alias, by any job. */
  lastSwitch: LastSwitch | null;
  /** The last listing of the cluster; null: none yet. */
  listing: ClusterIndices | null;
  /** The same, however old, for the sides of a comparison; left out: none. */
  known?: ListingOf;
  /** Why this person may not read the documents of a side of another cluster; null or left out: they may. */
  documentsBlocked?: string | null;
  /** What followed a restore, for the summary. */
  followUp?: readonly string[];
  closed?: ClosedIncident | null;
  /** What a person has set of it; left out: nothing. */
  controls?: RunControls;
  /** How many lines its log has; left out: none. */
  logLines?: number;
  takenAt: string;
}

/** A job as its page shows it, without plan and mappings: its size does not grow with the index. Pure. */
export function jobDetailOf(job: Job, context: JobContext): JobDetail {
  const { work } = job;
  const kind = kinds.of(work);
  const moved = movedOf(job, context.lastSwitch);
  const standing = aliasStatus(job, moved, context.lastSwitch, context.listing);
  const { approval = null, brokenGlass, cluster, followedBy, rejected, retried, takenAt } = context;
  return {
    takenAt,
    row: jobRowOf(job),
    noun: kind.noun,
    permission: kind.permission.id,
    steps: jobStepsOf(job),
    counters: kind.counters,
    facts: kind.facts(work),
    cancelRequestedAt: job.status === 'running' ? job.cancelRequestedAt : null,
    controls: shownControls(job, context.controls),
    failure:
      job.status === 'failed' ? { code: job.failure.code, message: job.failure.message, hint: job.failure.hint } : null,
    why: job.status === 'interrupted' ? job.why : null,
    takeUp: resumabilityOf(job, cluster),
    aftermath: kind.aftermath(work),
    result: toPlainJson(job.status === 'succeeded' ? job.result : null),
    restore: restoreOf(job, cluster.backups),
    isCopy: kind.copiedFrom(work) !== null,
    compared: comparedOf(work, context),
    replay: visibleDeep(kind.replayFacts(work, job.status === 'succeeded' ? job.result : null)),
    backup: idOn(cluster.backups, kind.backup(work)),
    rejected,
    retried,
    moved,
    standing,
    followedBy,
    approval,
    brokenGlass,
    closed: context.closed ?? null,
    summary: incidentSummary(job, cluster, {
      approval,
      brokenGlass,
      aliasStatus: standing,
      retried,
      followUp: context.followUp,
      takenAt: context.takenAt,
    }),
    requestCount: kind.plan(work)?.requests.length ?? 0,
    logLines: context.logLines ?? 0,
  };
}

function comparedOf(work: JobWork, { cluster, documentsBlocked = null, known }: JobContext): JobDetail['compared'] {
  const compared = comparedSidesOf(kinds.of(work).comparedSides(work), cluster.backups, known ?? (() => null));
  return compared === null || documentsBlocked === null ? compared : { ...compared, documentsBlocked };
}

function shownControls(job: Job, set: RunControls | undefined): JobDetail['controls'] {
  const started = job.status === 'running' ? kinds.of(job.work).pace(job.work) : null;
  if (started === null) return null;
  return {
    paused: set?.paused ?? false,
    question: set?.question ?? null,
    rate: set?.rate === undefined ? started.rate : set.rate,
    concurrency: set?.concurrency ?? started.concurrency,
  };
}

const idOn = (source: string, ref: BackupRef | null): string | null => (ref === null ? null : idWithin(source, ref));

function resumabilityOf(job: Job, cluster: JobContext['cluster']): Resumability | null {
  if (job.status === 'queued' || job.status === 'running' || job.status === 'succeeded') return null;
  const { noun, resume } = kinds.of(job.work);
  if (!resume.allowed) return { how: 'review', ...resume.reviewLink(job.work) };
  const rest = resume.workWithoutAliasMove(job.work);
  const refused =
    cluster.protected && (rest === null || isGuarded(rest))
      ? `${cluster.name} is protected: plan ${noun} again.`
      : null;
  return { how: 'resume', label: job.resumable ? 'Resume where it stopped' : 'Start again', refused };
}

/** The typed name and the approval were for the first run only: lib/jobs/restrict-resumed-work.ts. */
function isGuarded(work: JobWork): boolean {
  const kind = kinds.of(work);
  const plan = kind.plan(work);
  return plan !== null && kind.planDescription?.guardedAlias(plan, () => false) != null;
}

/** The alias that a job is about; null: none. */
export function aliasOf(job: Job): { alias: string; clusterUuid: string } | null {
  const kind = kinds.of(job.work);
  const alias = kind.alias?.name(job.work) ?? null;
  const clusterUuid = kind.clusterUuid(job.work);
  return alias === null || clusterUuid === null ? null : { alias, clusterUuid };
}

/** What an undo would do; null: this job's index is not part of the alias's last move. */
function movedOf(job: Job, last: JobContext['lastSwitch']): JobDetail['moved'] {
  const { alias } = kinds.of(job.work);
  if (last === null || alias === null || job.status !== 'succeeded') return null;
  const own = alias.destination(job.result)?.index ?? null;
  const to = last.move.after.map(({ index }) => index);
  const from = last.move.before.map(({ index }) => index);
  if (own === null || (!to.includes(own) && !from.includes(own)) || from.length === 0) return null;
  // A move from before this job is not this job's to undo, nor is one that older versions stored though nothing moved.
  if (Number(last.job) < Number(job.id) || isSameList(from, to)) return null;
  if (alias.onlyMovesAlias && last.job !== job.id) return null;
  const known = new Map(alias.documentCounts(job.work, job.result).map(({ index, documents }) => [index, documents]));
  const named = ({ index }: { index: string }): IndexReference => ({ index, documents: known.get(index) ?? null });
  return {
    alias: last.move.alias,
    last: { job: last.job, from: last.move.before.map(named), to: last.move.after.map(named) },
    atRestored: to.includes(own),
    direction: directionOf(to, from, alias.isUndo(job.work) || !to.includes(own)),
    forward: alias.isUndo(job.work),
  };
}

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join('\n') === [...b].sort().join('\n');

function restoreOf(job: Job, source: string): JobDetail['restore'] {
  const facts = kinds.of(job.work).restoreFacts(job.work);
  if (facts === null) return null;
  const { from, ...rest } = facts;
  const backup = from === null ? idWithin(source, facts.backup) : null;
  const copied = from === null ? null : { from, backup: facts.backup.id };
  return { ...rest, backup, copied, group: facts.alias ?? backup?.split('/')[0] ?? facts.index };
}
