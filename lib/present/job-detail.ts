import { idWithin, type BackupRef } from '../contract/backup-ref.ts';
import type { BreakGlassUse } from '../contract/break-glass.ts';
import type { JobDetail, JobRow, IndexReference, Resumability } from '../contract/api.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { Job, JobWork } from '../contract/job.ts';
import { toPlainJson } from '../json/exact.ts';
import { kinds } from '../kinds/kinds.ts';
import { aliasStatus, type LastSwitch } from './alias-status.ts';
import { incidentSummary } from './incident-summary.ts';
import { jobRowOf } from './job-row.ts';
import { jobStepsOf } from './job-steps.ts';

interface Around {
  /** `backups`: the source of the cluster's backups. */
  cluster: { name: string; environment: string; backups: string; protected: boolean };
  followedBy: JobRow[];
  rejected: number;
  retried: JobDetail['retried'];
  brokenGlass: BreakGlassUse[];
  /** The newest move of the alias this job is about, whoever made it. */
  lastSwitch: LastSwitch | null;
  /** As the cluster was last seen; null: not yet. */
  seen: ClusterIndices | null;
  takenAt: string;
}

/** A job as its page shows it: no plan, no mappings, nothing that grows with the index. Pure. */
export function jobDetailOf(job: Job, around: Around): JobDetail {
  const { work } = job;
  const kind = kinds.of(work);
  const moved = movedOf(job, around.lastSwitch);
  const standing = aliasStatus(job, moved, around.lastSwitch, around.seen);
  const { brokenGlass, cluster, followedBy, rejected, retried, takenAt } = around;
  return {
    takenAt,
    row: jobRowOf(job),
    noun: kind.noun,
    permission: kind.permission.id,
    steps: jobStepsOf(job),
    counters: kind.counters,
    facts: kind.facts(work),
    cancelRequestedAt: job.status === 'running' ? job.cancelRequestedAt : null,
    failure:
      job.status === 'failed' ? { code: job.failure.code, message: job.failure.message, hint: job.failure.hint } : null,
    why: job.status === 'interrupted' ? job.why : null,
    takeUp: takeUpOf(job, cluster),
    aftermath: kind.aftermath(work),
    result: toPlainJson(job.status === 'succeeded' ? job.result : null),
    restore: restoreOf(job, cluster.backups),
    backup: idOn(cluster.backups, kind.backup(work)),
    rejected,
    retried,
    moved,
    standing,
    followedBy,
    brokenGlass,
    summary: incidentSummary(job, cluster, { glass: brokenGlass, standing, retried }),
    hasRequests: (kind.planOf(work)?.requests.length ?? 0) > 0,
  };
}

const idOn = (source: string, ref: BackupRef | null): string | null => (ref === null ? null : idWithin(source, ref));

function takeUpOf(job: Job, cluster: Around['cluster']): Resumability | null {
  if (job.status === 'queued' || job.status === 'running' || job.status === 'succeeded') return null;
  const { noun, resume } = kinds.of(job.work);
  if (!resume.allowed) return { how: 'review', ...resume.review(job.work) };
  const rest = resume.withoutAliasMove(job.work);
  const refused =
    cluster.protected && (rest === null || isGuarded(rest))
      ? `${cluster.name} is protected: plan ${noun} again.`
      : null;
  return { how: 'resume', label: job.resumable ? 'Resume where it stopped' : 'Start again', refused };
}

/** What was confirmed for one hour is not taken up in another: lib/jobs/restrict-resumed-work.ts. */
function isGuarded(work: JobWork): boolean {
  const { planOf, plans } = kinds.of(work);
  const plan = planOf(work);
  return plan !== null && plans?.guards(plan, () => false) != null;
}

/** The alias a job is about, where it has one. */
export function aliasOf(job: Job): { alias: string; clusterUuid: string } | null {
  const kind = kinds.of(job.work);
  const alias = kind.alias?.name(job.work) ?? null;
  const clusterUuid = kind.clusterUuid(job.work);
  return alias === null || clusterUuid === null ? null : { alias, clusterUuid };
}

/** What undoing would do: only of the newest move, and only where this job's index is one end of it. */
function movedOf(job: Job, last: Around['lastSwitch']): JobDetail['moved'] {
  const { alias } = kinds.of(job.work);
  if (last === null || alias === null || job.status !== 'succeeded') return null;
  const own = alias.landed(job.result)?.index ?? null;
  const to = last.move.after.map(({ index }) => index);
  const from = last.move.before.map(({ index }) => index);
  if (own === null || (!to.includes(own) && !from.includes(own)) || from.length === 0) return null;
  if (alias.onlyMoves && last.job !== job.id) return null;
  const known = new Map(alias.documents(job.work, job.result).map(({ index, documents }) => [index, documents]));
  const named = ({ index }: { index: string }): IndexReference => ({ index, documents: known.get(index) ?? null });
  return {
    alias: last.move.alias,
    last: { job: last.job, from: last.move.before.map(named), to: last.move.after.map(named) },
    atRestored: to.includes(own),
    forward: alias.isUndo(job.work),
  };
}

function restoreOf(job: Job, source: string): JobDetail['restore'] {
  const facts = kinds.of(job.work).restores(job.work);
  if (facts === null) return null;
  const backup = idWithin(source, facts.backup);
  return { ...facts, backup, group: facts.alias ?? backup?.split('/')[0] ?? facts.index };
}
